-- Brand Analytics: what Amazon reports to a brand about its own products. Other than facts about products these data belong to one
-- tenant, so tenant_id is part of every key.
create schema sqp;
comment on schema sqp is 'Search Query Performance and other Brand Analytics reports: each tenant''s own data.';
grant usage on schema sqp to asinmart_api, asinmart_admin;
grant usage, create on schema sqp to mart_owner;
alter default privileges in schema sqp grant select on tables to asinmart_admin;

alter table core.ingest_runs add column owner_tenant_id uuid references app.tenants on delete cascade;
create index ingest_runs_owner_tenant_id_idx on core.ingest_runs (owner_tenant_id);
comment on column core.ingest_runs.owner_tenant_id is 'Tenant whose own reports the run holds; null: the default tenant, should it hold any.';

create table core.brands (
    id uuid primary key default gen_random_uuid(),
    tenant_id uuid not null default '00000000-0000-0000-0000-000000000001' references app.tenants on delete cascade,
    brand_name text not null,
    display_name text,
    is_active boolean not null default true,
    created_at timestamptz not null default now(),
    unique (id, tenant_id),
    constraint brands_brand_name_check check (brand_name ~ '^\S(.*\S)?$' and length(brand_name) <= 200)
);
create unique index brands_tenant_id_brand_name_idx on core.brands (tenant_id, lower(brand_name));
comment on table core.brands is 'Brands of a tenant: one row per brand. Reports about its products create it by the name in core.products.';
comment on column core.brands.id is 'Brand key.';
comment on column core.brands.tenant_id is 'Tenant that owns the brand''s reports.';
comment on column core.brands.brand_name is 'Name as the listing shows it; unique for the tenant, whatever its case.';
comment on column core.brands.display_name is 'Name to show instead; null: brand_name.';
comment on column core.brands.is_active is 'False: its segments are not kept.';
comment on column core.brands.created_at is 'When it was created.';

create table core.asin_brand_mapping (
    tenant_id uuid not null default '00000000-0000-0000-0000-000000000001' references app.tenants on delete cascade,
    asin text not null,
    marketplace text not null default 'US' references core.marketplaces,
    brand_id uuid not null,
    is_active boolean not null default true,
    mapped_by text not null default 'hand',
    created_at timestamptz not null default now(),
    primary key (tenant_id, asin, marketplace),
    foreign key (brand_id, tenant_id) references core.brands (id, tenant_id) on delete cascade,
    constraint asin_brand_mapping_mapped_by_check check (mapped_by in ('product', 'hand'))
);
create index asin_brand_mapping_brand_id_idx on core.asin_brand_mapping (brand_id, tenant_id);
create index asin_brand_mapping_marketplace_idx on core.asin_brand_mapping (marketplace);
comment on table core.asin_brand_mapping is 'Brand of each product that a tenant has reports of: one row per product.';
comment on column core.asin_brand_mapping.tenant_id is 'Tenant.';
comment on column core.asin_brand_mapping.asin is 'Product.';
comment on column core.asin_brand_mapping.marketplace is 'Marketplace code.';
comment on column core.asin_brand_mapping.brand_id is 'Brand, see core.brands.';
comment on column core.asin_brand_mapping.is_active is 'False: the product counts for no brand.';
comment on column core.asin_brand_mapping.mapped_by is 'product: follows the brand in core.products; hand: a person decided, and loads leave it alone.';
comment on column core.asin_brand_mapping.created_at is 'When it was first mapped.';

create table sqp.asin_performance_data (
    id bigint generated always as identity,
    tenant_id uuid not null references app.tenants on delete cascade,
    asin text not null,
    marketplace text not null references core.marketplaces,
    period_type text not null,
    start_date date not null,
    end_date date not null,
    query_count integer not null default 0,
    total_impressions bigint,
    asin_impressions bigint,
    total_clicks bigint,
    asin_clicks bigint,
    total_cart_adds bigint,
    asin_cart_adds bigint,
    total_purchases bigint,
    asin_purchases bigint,
    priced_purchases bigint,
    purchase_value numeric,
    source text not null,
    job_id text not null,
    raw_event_id bigint not null,
    first_reported_at timestamptz not null,
    reported_at timestamptz not null,
    primary key (tenant_id, asin, marketplace, period_type, start_date),
    unique (id, tenant_id),
    constraint asin_performance_data_asin_check check (asin ~ '^[A-Z0-9]{10}$'),
    constraint asin_performance_data_period_check check (
        case period_type
            when 'WEEK' then extract(dow from start_date) = 0 and end_date = start_date + 6
            when 'MONTH' then start_date = date_trunc('month', start_date)::date
                and end_date = (date_trunc('month', start_date) + interval '1 month - 1 day')::date
            when 'QUARTER' then start_date = date_trunc('quarter', start_date)::date
                and end_date = (date_trunc('quarter', start_date) + interval '3 months - 1 day')::date
            else false
        end
    )
);
create index asin_performance_data_marketplace_idx on sqp.asin_performance_data (marketplace);
create index asin_performance_data_period_idx on sqp.asin_performance_data (period_type, start_date);
comment on table sqp.asin_performance_data is 'Search Query Performance reports as they stand: one row per tenant, product and period that was reported.';
comment on column sqp.asin_performance_data.id is 'Report key, kept when the period is reported again.';
comment on column sqp.asin_performance_data.tenant_id is 'Tenant whose report it is.';
comment on column sqp.asin_performance_data.asin is 'Product.';
comment on column sqp.asin_performance_data.marketplace is 'Marketplace code.';
comment on column sqp.asin_performance_data.period_type is 'WEEK (Sunday to Saturday), MONTH or QUARTER.';
comment on column sqp.asin_performance_data.start_date is 'First day of the period.';
comment on column sqp.asin_performance_data.end_date is 'Last day of the period.';
comment on column sqp.asin_performance_data.query_count is 'Search queries that the report lists, the top ones only; 0: it lists none.';
comment on column sqp.asin_performance_data.total_impressions is 'Sum of total_query_impression_count over the listed queries, as the next columns; null: none given.';
comment on column sqp.asin_performance_data.asin_impressions is 'Sum of asin_impression_count; null: none given.';
comment on column sqp.asin_performance_data.total_clicks is 'Sum of total_click_count; null: none given.';
comment on column sqp.asin_performance_data.asin_clicks is 'Sum of asin_click_count; null: none given.';
comment on column sqp.asin_performance_data.total_cart_adds is 'Sum of total_cart_add_count; null: none given.';
comment on column sqp.asin_performance_data.asin_cart_adds is 'Sum of asin_cart_add_count; null: none given.';
comment on column sqp.asin_performance_data.total_purchases is 'Sum of total_purchase_count; null: none given.';
comment on column sqp.asin_performance_data.asin_purchases is 'Sum of asin_purchase_count; null: none given.';
comment on column sqp.asin_performance_data.priced_purchases is 'Sum of asin_purchase_count where a median purchase price is given; null: none.';
comment on column sqp.asin_performance_data.purchase_value is 'Sum of asin_median_purchase_price times asin_purchase_count, marketplace currency; null: none.';
comment on column sqp.asin_performance_data.source is 'api: SP-API report; csv: export from Seller Central.';
comment on column sqp.asin_performance_data.job_id is 'Ingest run that brought the present rows.';
comment on column sqp.asin_performance_data.raw_event_id is 'Last item of it in staging_raw.raw_events; of two reports of a period the later arrival counts.';
comment on column sqp.asin_performance_data.first_reported_at is 'When the period was first loaded.';
comment on column sqp.asin_performance_data.reported_at is 'When the present rows were loaded.';

-- No foreign key on rows that are written by the hundred thousand: sqp.apply_search_reports writes them with their report, and
-- app.tg_tenants__delete_reports deletes those of a deleted tenant.
create table sqp.search_query_performance (
    asin_performance_id bigint not null,
    tenant_id uuid not null,
    search_query text not null,
    search_query_score integer,
    search_query_volume bigint,
    total_query_impression_count bigint,
    asin_impression_count bigint,
    total_click_count bigint,
    asin_click_count bigint,
    total_cart_add_count bigint,
    asin_cart_add_count bigint,
    total_purchase_count bigint,
    asin_purchase_count bigint,
    total_median_click_price numeric(12, 2),
    asin_median_click_price numeric(12, 2),
    total_median_cart_add_price numeric(12, 2),
    asin_median_cart_add_price numeric(12, 2),
    total_median_purchase_price numeric(12, 2),
    asin_median_purchase_price numeric(12, 2),
    total_same_day_shipping_click_count bigint,
    total_one_day_shipping_click_count bigint,
    total_two_day_shipping_click_count bigint,
    total_same_day_shipping_cart_add_count bigint,
    total_one_day_shipping_cart_add_count bigint,
    total_two_day_shipping_cart_add_count bigint,
    total_same_day_shipping_purchase_count bigint,
    total_one_day_shipping_purchase_count bigint,
    total_two_day_shipping_purchase_count bigint,
    known_from_at timestamptz not null,
    primary key (tenant_id, asin_performance_id, search_query)
);
create table sqp.search_query_history (
    like sqp.search_query_performance,
    known_until_at timestamptz not null,
    primary key (tenant_id, asin_performance_id, search_query, known_from_at)
);
comment on table sqp.search_query_performance is 'Rows of Search Query Performance reports as they stand: one row per report and search query.';
comment on table sqp.search_query_history is 'Rows that later reports of the same period changed or left out: one row per report, search query and time from which it was known.';
do $$
declare
    v_table text;
    v_column record;
begin
    foreach v_table in array array['sqp.search_query_performance', 'sqp.search_query_history']
    loop
        for v_column in
            values
                ('asin_performance_id', 'Report, see sqp.asin_performance_data.'),
                ('tenant_id', 'Tenant whose report it is.'),
                ('search_query', 'Search query as Amazon reports it.'),
                ('search_query_score', 'Rank of the query for the product or brand in the period, 1 is the most important; null: not given.'),
                ('search_query_volume', 'How often shoppers searched for it; denominator of Amazon''s click, cart add and purchase rates; null: not given.'),
                ('total_query_impression_count', 'Impressions of all products on its result pages; denominator of impression shares; null: not given.'),
                ('asin_impression_count', 'Impressions of the product; null: not given.'),
                ('total_click_count', 'Clicks on all products; denominator of click shares; null: not given.'),
                ('asin_click_count', 'Clicks on the product; null: not given.'),
                ('total_cart_add_count', 'Cart adds of all products; denominator of cart add shares; null: not given.'),
                ('asin_cart_add_count', 'Cart adds of the product; null: not given.'),
                ('total_purchase_count', 'Purchases of all products within 24 hours of the search; denominator of purchase shares; null: not given.'),
                ('asin_purchase_count', 'Purchases of the product within 24 hours of the search; null: not given.'),
                ('total_median_click_price', 'Median price of all clicked products, marketplace currency; null: none.'),
                ('asin_median_click_price', 'Median price of the product when clicked, marketplace currency; null: none.'),
                ('total_median_cart_add_price', 'Median price of all products added to carts, marketplace currency; null: none.'),
                ('asin_median_cart_add_price', 'Median price of the product when added to a cart, marketplace currency; null: none.'),
                ('total_median_purchase_price', 'Median price of all purchased products, marketplace currency; null: none.'),
                ('asin_median_purchase_price', 'Median price of the product when purchased, marketplace currency; null: none.'),
                ('total_same_day_shipping_click_count', 'Clicks on all products with same-day delivery; null: not given.'),
                ('total_one_day_shipping_click_count', 'Clicks on all products with one-day delivery; null: not given.'),
                ('total_two_day_shipping_click_count', 'Clicks on all products with two-day delivery; null: not given.'),
                ('total_same_day_shipping_cart_add_count', 'Cart adds of all products with same-day delivery; null: not given.'),
                ('total_one_day_shipping_cart_add_count', 'Cart adds of all products with one-day delivery; null: not given.'),
                ('total_two_day_shipping_cart_add_count', 'Cart adds of all products with two-day delivery; null: not given.'),
                ('total_same_day_shipping_purchase_count', 'Purchases of all products with same-day delivery; null: not given.'),
                ('total_one_day_shipping_purchase_count', 'Purchases of all products with one-day delivery; null: not given.'),
                ('total_two_day_shipping_purchase_count', 'Purchases of all products with two-day delivery; null: not given.'),
                ('known_from_at', 'When this row was first loaded with these values.')
        loop
            execute format('comment on column %s.%I is %L', v_table, v_column.column1, v_column.column2);
        end loop;
    end loop;
end;
$$;
comment on column sqp.search_query_history.known_until_at is 'When a later report replaced it or left it out.';

create table sqp.report_disagreements (
    asin_performance_id bigint not null,
    tenant_id uuid not null,
    search_query text not null,
    field text not null,
    stated numeric not null,
    computed numeric,
    job_id text not null,
    primary key (tenant_id, asin_performance_id, search_query, field)
);
comment on table sqp.report_disagreements is 'Shares and rates that a report states and that its own counts do not give: one row per report, search query and field. Counts are used.';
comment on column sqp.report_disagreements.asin_performance_id is 'Report, see sqp.asin_performance_data.';
comment on column sqp.report_disagreements.tenant_id is 'Tenant whose report it is.';
comment on column sqp.report_disagreements.search_query is 'Search query.';
comment on column sqp.report_disagreements.field is 'Share or rate in question, or the own count that is above its total.';
comment on column sqp.report_disagreements.stated is 'Value in the report, percent for shares and rates.';
comment on column sqp.report_disagreements.computed is 'Value by its counts, percent; the total where an own count is above it; null: its counts give none.';
comment on column sqp.report_disagreements.job_id is 'Ingest run that brought the report.';

create table sqp.brand_product_segments (
    tenant_id uuid not null references app.tenants on delete cascade,
    brand_id uuid not null,
    asin text not null,
    marketplace text not null,
    segment_type text not null,
    period_start date not null,
    period_end date not null,
    total_impressions bigint,
    asin_impressions bigint,
    total_clicks bigint,
    asin_clicks bigint,
    total_cart_adds bigint,
    asin_cart_adds bigint,
    total_purchases bigint,
    asin_purchases bigint,
    impression_share_pct numeric,
    click_share_pct numeric,
    cart_add_share_pct numeric,
    purchase_share_pct numeric,
    ctr_pct numeric,
    cvr_pct numeric,
    avg_purchase_price numeric,
    data_points_count integer not null,
    earliest_date date not null,
    latest_date date not null,
    query_count integer not null,
    is_complete boolean not null,
    is_estimated boolean not null,
    impression_share_low_pct numeric,
    impression_share_high_pct numeric,
    click_share_low_pct numeric,
    click_share_high_pct numeric,
    cart_add_share_low_pct numeric,
    cart_add_share_high_pct numeric,
    purchase_share_low_pct numeric,
    purchase_share_high_pct numeric,
    previous_period_start date,
    impression_share_change numeric,
    click_share_change numeric,
    cart_add_share_change numeric,
    purchase_share_change numeric,
    impression_share_trend text,
    click_share_trend text,
    cart_add_share_trend text,
    purchase_share_trend text,
    last_refreshed timestamptz not null default now(),
    -- In this order a brand's segments are one range of the index.
    primary key (tenant_id, brand_id, asin, marketplace, segment_type, period_start),
    foreign key (brand_id, tenant_id) references core.brands (id, tenant_id) on delete cascade,
    constraint brand_product_segments_segment_type_check check (segment_type in ('weekly', 'monthly'))
);
create index brand_product_segments_brand_id_idx on sqp.brand_product_segments (brand_id, tenant_id, segment_type, period_start);
comment on table sqp.brand_product_segments is 'Search performance of a brand''s products by week and month: one row per tenant, brand, product, segment type and period.';
comment on column sqp.brand_product_segments.tenant_id is 'Tenant whose reports they are.';
comment on column sqp.brand_product_segments.brand_id is 'Brand, see mart.brands.';
comment on column sqp.brand_product_segments.asin is 'Product.';
comment on column sqp.brand_product_segments.marketplace is 'Marketplace code.';
comment on column sqp.brand_product_segments.segment_type is 'weekly (Amazon''s weeks, Sunday to Saturday) or monthly (calendar months).';
comment on column sqp.brand_product_segments.period_start is 'First day of the period.';
comment on column sqp.brand_product_segments.period_end is 'Last day of the period.';
comment on column sqp.brand_product_segments.total_impressions is 'Impressions of all products for the listed queries; null: none given.';
comment on column sqp.brand_product_segments.asin_impressions is 'Impressions of the product for the listed queries; null: none given. Queries that the report does not list are not in it.';
comment on column sqp.brand_product_segments.total_clicks is 'Clicks on all products for the listed queries; null: none given.';
comment on column sqp.brand_product_segments.asin_clicks is 'Clicks on the product for the listed queries; null: none given.';
comment on column sqp.brand_product_segments.total_cart_adds is 'Cart adds of all products for the listed queries; null: none given.';
comment on column sqp.brand_product_segments.asin_cart_adds is 'Cart adds of the product for the listed queries; null: none given.';
comment on column sqp.brand_product_segments.total_purchases is 'Purchases of all products for the listed queries; null: none given.';
comment on column sqp.brand_product_segments.asin_purchases is 'Purchases of the product for the listed queries; null: none given.';
comment on column sqp.brand_product_segments.impression_share_pct is 'Impressions of the product in percent of total_impressions, 2 decimals; null: no impressions.';
comment on column sqp.brand_product_segments.click_share_pct is 'Clicks of the product in percent of total_clicks, 2 decimals; null: no clicks.';
comment on column sqp.brand_product_segments.cart_add_share_pct is 'Cart adds of the product in percent of total_cart_adds, 2 decimals; null: no cart adds.';
comment on column sqp.brand_product_segments.purchase_share_pct is 'Purchases of the product in percent of total_purchases, 2 decimals; null: no purchases.';
comment on column sqp.brand_product_segments.ctr_pct is 'Clicks of the product in percent of its own impressions, 2 decimals (Amazon''s click rate has the query volume below instead); null: no impressions.';
comment on column sqp.brand_product_segments.cvr_pct is 'Purchases of the product in percent of its own clicks, 2 decimals; null: no clicks.';
comment on column sqp.brand_product_segments.avg_purchase_price is 'Mean of the median purchase prices of the product, weighted by its purchases, marketplace currency, 2 decimals; null: no purchase with a price.';
comment on column sqp.brand_product_segments.data_points_count is 'Reports in the segment: one for a week or a month report, the number of weeks where a month is made of weeks.';
comment on column sqp.brand_product_segments.earliest_date is 'First day of the reports in it.';
comment on column sqp.brand_product_segments.latest_date is 'Last day of the reports in it.';
comment on column sqp.brand_product_segments.query_count is 'Search queries in it, each counted in each report.';
comment on column sqp.brand_product_segments.is_complete is 'Whether every report that the period needs is in it: true for a week or month report; for a month made of weeks, whether all weeks that begin in it are there.';
comment on column sqp.brand_product_segments.is_estimated is 'True for a month made of the weeks that begin in it, until its month report comes.';
comment on column sqp.brand_product_segments.impression_share_low_pct is 'Lower end of the 95 % Wilson interval of impression_share_pct, 2 decimals; null: no impressions.';
comment on column sqp.brand_product_segments.impression_share_high_pct is 'Upper end of it.';
comment on column sqp.brand_product_segments.click_share_low_pct is 'Lower end of the 95 % Wilson interval of click_share_pct, 2 decimals; null: no clicks.';
comment on column sqp.brand_product_segments.click_share_high_pct is 'Upper end of it.';
comment on column sqp.brand_product_segments.cart_add_share_low_pct is 'Lower end of the 95 % Wilson interval of cart_add_share_pct, 2 decimals; null: no cart adds.';
comment on column sqp.brand_product_segments.cart_add_share_high_pct is 'Upper end of it.';
comment on column sqp.brand_product_segments.purchase_share_low_pct is 'Lower end of the 95 % Wilson interval of purchase_share_pct, 2 decimals; null: no purchases.';
comment on column sqp.brand_product_segments.purchase_share_high_pct is 'Upper end of it.';
comment on column sqp.brand_product_segments.previous_period_start is 'First day of the week or month before, where the product has a segment of it; null: it has none.';
comment on column sqp.brand_product_segments.impression_share_change is 'impression_share_pct minus that of the previous period, percentage points; null: either is unknown.';
comment on column sqp.brand_product_segments.click_share_change is 'The same of click_share_pct.';
comment on column sqp.brand_product_segments.cart_add_share_change is 'The same of cart_add_share_pct.';
comment on column sqp.brand_product_segments.purchase_share_change is 'The same of purchase_share_pct.';
comment on column sqp.brand_product_segments.impression_share_trend is 'up or down where the two shares differ at the 95 % level (two-proportion z test), else too few to tell; null: either is unknown.';
comment on column sqp.brand_product_segments.click_share_trend is 'The same of click_share_pct.';
comment on column sqp.brand_product_segments.cart_add_share_trend is 'The same of cart_add_share_pct.';
comment on column sqp.brand_product_segments.purchase_share_trend is 'The same of purchase_share_pct.';
comment on column sqp.brand_product_segments.last_refreshed is 'When the row was last written: only then did a figure change.';

-- Products whose brand changed, by hand or by a load: all their segments are computed again.
create table ops.dirty_brand_products (
    tenant_id uuid not null,
    asin text not null,
    marketplace text not null,
    noted_at timestamptz not null default now()
);
comment on table ops.dirty_brand_products is 'Products of a tenant whose brand changed, waiting for the next refresh.';
comment on column ops.dirty_brand_products.tenant_id is 'Tenant.';
comment on column ops.dirty_brand_products.asin is 'Product.';
comment on column ops.dirty_brand_products.marketplace is 'Marketplace code.';
comment on column ops.dirty_brand_products.noted_at is 'When it was noted.';

do $$
declare
    v_table text;
begin
    foreach v_table in array array[
        'core.brands', 'core.asin_brand_mapping', 'sqp.asin_performance_data', 'sqp.search_query_performance',
        'sqp.search_query_history', 'sqp.report_disagreements', 'sqp.brand_product_segments', 'ops.dirty_brand_products'
    ]
    loop
        execute format('alter table %s enable row level security', v_table);
        execute format('alter table %s force row level security', v_table);
    end loop;
end;
$$;
grant select on core.brands, core.asin_brand_mapping, sqp.asin_performance_data, sqp.search_query_performance,
    sqp.report_disagreements, sqp.brand_product_segments to asinmart_api, mart_owner;
grant insert, update on core.brands, core.asin_brand_mapping to asinmart_api;

-- Standard row of every search query report, whatever its source.
create type staging_raw.search_query_row as (
    document_no integer,
    source text,
    view text,
    asin text,
    requested_asins text[],
    brand text,
    marketplace_id text,
    period_type text,
    start_date date,
    end_date date,
    fault text,
    search_query text,
    search_query_score integer,
    search_query_volume bigint,
    total_query_impression_count bigint,
    asin_impression_count bigint,
    total_click_count bigint,
    asin_click_count bigint,
    total_cart_add_count bigint,
    asin_cart_add_count bigint,
    total_purchase_count bigint,
    asin_purchase_count bigint,
    total_median_click_price numeric,
    asin_median_click_price numeric,
    total_median_cart_add_price numeric,
    asin_median_cart_add_price numeric,
    total_median_purchase_price numeric,
    asin_median_purchase_price numeric,
    total_same_day_shipping_click_count bigint,
    total_one_day_shipping_click_count bigint,
    total_two_day_shipping_click_count bigint,
    total_same_day_shipping_cart_add_count bigint,
    total_one_day_shipping_cart_add_count bigint,
    total_two_day_shipping_cart_add_count bigint,
    total_same_day_shipping_purchase_count bigint,
    total_one_day_shipping_purchase_count bigint,
    total_two_day_shipping_purchase_count bigint,
    currency text,
    impression_share_pct numeric,
    click_share_pct numeric,
    cart_add_share_pct numeric,
    purchase_share_pct numeric,
    click_rate_pct numeric,
    cart_add_rate_pct numeric,
    purchase_rate_pct numeric
);
comment on type staging_raw.search_query_row is 'The standard row of a search query report: shares and rates as stated, in percent.';

create table staging_raw.report_columns (
    name text primary key,
    field text not null,
    language text not null,
    constraint report_columns_name_check check (name = lower(name) and name <> '')
);
comment on table staging_raw.report_columns is 'Column titles, metadata keys and period names of Seller Central exports: one row per name. A DBA adds the names that are missing.';
comment on column staging_raw.report_columns.name is 'Name in small letters, as the export writes it.';
comment on column staging_raw.report_columns.field is 'Field of staging_raw.search_query_row that the column holds, or the period type that the name stands for.';
comment on column staging_raw.report_columns.language is 'Language of the export.';
grant insert, update, delete on staging_raw.report_columns to asinmart_admin;
insert into staging_raw.report_columns (name, field, language)
select lower(n.name), n.field, n.language
from (
    values
        ('ASIN', 'asin', 'en'), ('Brand', 'brand', 'en'), ('Reporting Range', 'period_type', 'en'), ('Reporting Date', 'end_date', 'en'),
        ('Weekly', 'WEEK', 'en'), ('Monthly', 'MONTH', 'en'), ('Quarterly', 'QUARTER', 'en'),
        ('Search Query', 'search_query', 'en'), ('Search Query Score', 'search_query_score', 'en'), ('Search Query Volume', 'search_query_volume', 'en'),
        ('Impressions: Total Count', 'total_query_impression_count', 'en'),
        ('Clicks: Total Count', 'total_click_count', 'en'), ('Clicks: Click Rate %', 'click_rate_pct', 'en'),
        ('Clicks: Price (Median)', 'total_median_click_price', 'en'),
        ('Cart Adds: Total Count', 'total_cart_add_count', 'en'), ('Cart Adds: Cart Add Rate %', 'cart_add_rate_pct', 'en'),
        ('Cart Adds: Price (Median)', 'total_median_cart_add_price', 'en'),
        ('Purchases: Total Count', 'total_purchase_count', 'en'), ('Purchases: Purchase Rate %', 'purchase_rate_pct', 'en'),
        ('Purchases: Price (Median)', 'total_median_purchase_price', 'en')
    union all
    -- Columns of the ASIN view and of the brand view.
    select c.step || ': ' || v.view || ' ' || c.title, c.field, 'en'
    from (values ('ASIN'), ('Brand')) as v (view)
    cross join (
        values
            ('Impressions', 'Count', 'asin_impression_count'), ('Impressions', 'Share %', 'impression_share_pct'),
            ('Clicks', 'Count', 'asin_click_count'), ('Clicks', 'Share %', 'click_share_pct'), ('Clicks', 'Price (Median)', 'asin_median_click_price'),
            ('Cart Adds', 'Count', 'asin_cart_add_count'), ('Cart Adds', 'Share %', 'cart_add_share_pct'), ('Cart Adds', 'Price (Median)', 'asin_median_cart_add_price'),
            ('Purchases', 'Count', 'asin_purchase_count'), ('Purchases', 'Share %', 'purchase_share_pct'), ('Purchases', 'Price (Median)', 'asin_median_purchase_price')
    ) as c (step, title, field)
    union all
    -- Delivery speeds have been written in several ways.
    select s.step || ': ' || d.title || ' Shipping Speed', 'total_' || d.field || '_shipping_' || s.field || '_count', 'en'
    from (values ('Clicks', 'click'), ('Cart Adds', 'cart_add'), ('Purchases', 'purchase')) as s (step, field)
    cross join (
        values ('Same Day', 'same_day'), ('Same-Day', 'same_day'), ('1D', 'one_day'), ('1-Day', 'one_day'), ('One Day', 'one_day'), ('2D', 'two_day'), ('2-Day', 'two_day'), ('Two Day', 'two_day')
    ) as d (title, field)
) as n (name, field, language);
-- British exports say baskets.
insert into staging_raw.report_columns (name, field, language)
select replace(replace(c.name, 'cart adds:', 'basket adds:'), 'cart add rate', 'basket add rate'), c.field, 'en-GB'
from staging_raw.report_columns as c
where c.name like 'cart adds:%';

-- It takes the tenant now.
drop function if exists ops.start_run(text, text, text, text, timestamptz, text, jsonb, date);

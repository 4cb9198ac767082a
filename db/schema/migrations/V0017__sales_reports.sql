-- The reports of a seller's account besides Search Query Performance: each tenant's own data, like those. A report replaces what an
-- earlier one said of the same period; what stood before is kept in sqp.replaced_rows.
create table sqp.reported_periods (
    tenant_id uuid not null references app.tenants on delete cascade,
    report text not null,
    marketplace text not null references core.marketplaces,
    period_type text not null,
    start_date date not null,
    end_date date not null,
    covers text not null,
    job_id text not null,
    raw_event_id bigint not null,
    first_reported_at timestamptz not null,
    reported_at timestamptz not null,
    primary key (tenant_id, report, marketplace, period_type, start_date, end_date, covers)
);
create index reported_periods_marketplace_idx on sqp.reported_periods (marketplace);
comment on table sqp.reported_periods is 'Reports besides Search Query Performance that were loaded: one row per tenant, report, period and part of the account. A period may be reported and have no rows.';
comment on column sqp.reported_periods.tenant_id is 'Tenant whose report it is.';
comment on column sqp.reported_periods.report is 'Table of schema sqp that holds its rows.';
comment on column sqp.reported_periods.marketplace is 'Marketplace code.';
comment on column sqp.reported_periods.period_type is 'DAY, WEEK (Sunday to Saturday), MONTH, QUARTER, or RANGE for other days.';
comment on column sqp.reported_periods.start_date is 'First day of the period.';
comment on column sqp.reported_periods.end_date is 'Last day of the period.';
comment on column sqp.reported_periods.covers is 'Part of the account that it covers: an ASIN, a granularity (PARENT, CHILD, SKU), or all.';
comment on column sqp.reported_periods.job_id is 'Ingest run that brought the present rows.';
comment on column sqp.reported_periods.raw_event_id is 'Last item of it in staging_raw.raw_events; of two reports of a period the later arrival counts.';
comment on column sqp.reported_periods.first_reported_at is 'When the period was first loaded.';
comment on column sqp.reported_periods.reported_at is 'When the present rows were loaded.';

-- No foreign key to tenants on rows that are written by the hundred thousand: app.tg_tenants__delete_reports deletes those of a
-- deleted tenant.
create table sqp.search_catalog_performance (
    tenant_id uuid not null references app.tenants on delete cascade,
    marketplace text not null,
    period_type text not null,
    start_date date not null,
    end_date date not null,
    asin text not null,
    impression_count bigint,
    impression_median_price numeric,
    same_day_shipping_impression_count bigint,
    one_day_shipping_impression_count bigint,
    two_day_shipping_impression_count bigint,
    click_count bigint,
    clicked_median_price numeric,
    same_day_shipping_click_count bigint,
    one_day_shipping_click_count bigint,
    two_day_shipping_click_count bigint,
    cart_add_count bigint,
    cart_added_median_price numeric,
    same_day_shipping_cart_add_count bigint,
    one_day_shipping_cart_add_count bigint,
    two_day_shipping_cart_add_count bigint,
    purchase_count bigint,
    search_traffic_sales numeric,
    purchase_median_price numeric,
    same_day_shipping_purchase_count bigint,
    one_day_shipping_purchase_count bigint,
    two_day_shipping_purchase_count bigint,
    currency text,
    known_from_at timestamptz not null,
    primary key (tenant_id, marketplace, period_type, start_date, asin),
    constraint search_catalog_performance_period_check check (
        case period_type
            when 'WEEK' then extract(dow from start_date) = 0 and end_date = start_date + 6
            when 'MONTH' then start_date = date_trunc('month', start_date)::date
                and end_date = (date_trunc('month', start_date) + interval '1 month - 1 day')::date
            when 'QUARTER' then start_date = date_trunc('quarter', start_date)::date
                and end_date = (date_trunc('quarter', start_date) + interval '3 months - 1 day')::date
            else false
        end
    ),
    constraint search_catalog_performance_asin_check check (asin ~ '^[A-Z0-9]{10}$')
);
comment on table sqp.search_catalog_performance is 'Search Catalog Performance reports as they stand: one row per tenant, product and period, over all search queries.';
comment on column sqp.search_catalog_performance.tenant_id is 'Tenant whose report it is.';
comment on column sqp.search_catalog_performance.marketplace is 'Marketplace code.';
comment on column sqp.search_catalog_performance.period_type is 'WEEK (Sunday to Saturday), MONTH or QUARTER.';
comment on column sqp.search_catalog_performance.start_date is 'First day of the period.';
comment on column sqp.search_catalog_performance.end_date is 'Last day of the period.';
comment on column sqp.search_catalog_performance.asin is 'Product.';
comment on column sqp.search_catalog_performance.impression_count is 'Impressions of the product in search results, sponsored ones too; denominator of the click rate; null: not given.';
comment on column sqp.search_catalog_performance.impression_median_price is 'Median price of the product when shown, marketplace currency; null: none.';
comment on column sqp.search_catalog_performance.same_day_shipping_impression_count is 'Impressions of the product with same-day delivery; null: not given.';
comment on column sqp.search_catalog_performance.one_day_shipping_impression_count is 'Impressions of the product with one-day delivery; null: not given.';
comment on column sqp.search_catalog_performance.two_day_shipping_impression_count is 'Impressions of the product with two-day delivery; null: not given.';
comment on column sqp.search_catalog_performance.click_count is 'Clicks on the product in search results; denominator of the conversion rate; null: not given.';
comment on column sqp.search_catalog_performance.clicked_median_price is 'Median price of the product when clicked, marketplace currency; null: none.';
comment on column sqp.search_catalog_performance.same_day_shipping_click_count is 'Clicks on the product with same-day delivery; null: not given.';
comment on column sqp.search_catalog_performance.one_day_shipping_click_count is 'Clicks on the product with one-day delivery; null: not given.';
comment on column sqp.search_catalog_performance.two_day_shipping_click_count is 'Clicks on the product with two-day delivery; null: not given.';
comment on column sqp.search_catalog_performance.cart_add_count is 'Cart adds of the product from search results; null: not given.';
comment on column sqp.search_catalog_performance.cart_added_median_price is 'Median price of the product when added to a cart, marketplace currency; null: none.';
comment on column sqp.search_catalog_performance.same_day_shipping_cart_add_count is 'Cart adds of the product with same-day delivery; null: not given.';
comment on column sqp.search_catalog_performance.one_day_shipping_cart_add_count is 'Cart adds of the product with one-day delivery; null: not given.';
comment on column sqp.search_catalog_performance.two_day_shipping_cart_add_count is 'Cart adds of the product with two-day delivery; null: not given.';
comment on column sqp.search_catalog_performance.purchase_count is 'Purchases of the product from search results; null: not given.';
comment on column sqp.search_catalog_performance.search_traffic_sales is 'Sales of the product from search results, marketplace currency; null: not given.';
comment on column sqp.search_catalog_performance.purchase_median_price is 'Median price of the product when purchased, marketplace currency; null: none.';
comment on column sqp.search_catalog_performance.same_day_shipping_purchase_count is 'Purchases of the product with same-day delivery; null: not given.';
comment on column sqp.search_catalog_performance.one_day_shipping_purchase_count is 'Purchases of the product with one-day delivery; null: not given.';
comment on column sqp.search_catalog_performance.two_day_shipping_purchase_count is 'Purchases of the product with two-day delivery; null: not given.';
comment on column sqp.search_catalog_performance.currency is 'Currency of the amounts, ISO 4217; null: no amount given.';
comment on column sqp.search_catalog_performance.known_from_at is 'When this row was first loaded with these values.';

create table sqp.search_terms (
    tenant_id uuid not null,
    marketplace text not null,
    period_type text not null,
    start_date date not null,
    end_date date not null,
    department_name text not null,
    search_term text not null,
    clicked_asin text not null,
    search_frequency_rank integer,
    click_share_rank integer,
    click_share numeric,
    conversion_share numeric,
    known_from_at timestamptz not null,
    primary key (tenant_id, marketplace, period_type, start_date, department_name, search_term, clicked_asin),
    constraint search_terms_period_check check (
        case period_type
            when 'DAY' then end_date = start_date
            when 'WEEK' then extract(dow from start_date) = 0 and end_date = start_date + 6
            when 'MONTH' then start_date = date_trunc('month', start_date)::date
                and end_date = (date_trunc('month', start_date) + interval '1 month - 1 day')::date
            when 'QUARTER' then start_date = date_trunc('quarter', start_date)::date
                and end_date = (date_trunc('quarter', start_date) + interval '3 months - 1 day')::date
            else false
        end
    ),
    constraint search_terms_clicked_asin_check check (clicked_asin ~ '^[A-Z0-9]{10,12}$'),
    constraint search_terms_share_check check (click_share between 0 and 1 and conversion_share between 0 and 1)
);
comment on table sqp.search_terms is 'Search Terms reports as they stand: one row per tenant, period, department, search term and product among the most clicked.';
comment on column sqp.search_terms.tenant_id is 'Tenant whose report it is.';
comment on column sqp.search_terms.marketplace is 'Marketplace code.';
comment on column sqp.search_terms.period_type is 'DAY, WEEK (Sunday to Saturday), MONTH or QUARTER.';
comment on column sqp.search_terms.start_date is 'First day of the period.';
comment on column sqp.search_terms.end_date is 'Last day of the period.';
comment on column sqp.search_terms.department_name is 'Search department, as Amazon names it.';
comment on column sqp.search_terms.search_term is 'Search term as Amazon reports it.';
comment on column sqp.search_terms.clicked_asin is 'Product that was clicked, of whatever seller, as Amazon reports it.';
comment on column sqp.search_terms.search_frequency_rank is 'Rank of the term in the department by how often it was searched, 1 is the most frequent; null: not given.';
comment on column sqp.search_terms.click_share_rank is 'Rank of the product among those clicked after the term, by click_share; null: not given.';
comment on column sqp.search_terms.click_share is 'Clicks on the product as a fraction, 0 to 1, of all clicks after the term in the department, as stated: Amazon gives no counts; null: not given.';
comment on column sqp.search_terms.conversion_share is 'Conversions of the product as a fraction, 0 to 1, of all conversions after the term in the department, as stated; null: not given.';
comment on column sqp.search_terms.known_from_at is 'When this row was first loaded with these values.';

create table sqp.sales_and_traffic (
    tenant_id uuid not null references app.tenants on delete cascade,
    marketplace text not null,
    period_type text not null,
    start_date date not null,
    end_date date not null,
    ordered_product_sales numeric,
    ordered_product_sales_b2b numeric,
    units_ordered bigint,
    units_ordered_b2b bigint,
    total_order_items bigint,
    total_order_items_b2b bigint,
    units_refunded bigint,
    claims_granted bigint,
    claims_amount numeric,
    shipped_product_sales numeric,
    units_shipped bigint,
    orders_shipped bigint,
    browser_page_views bigint,
    browser_page_views_b2b bigint,
    mobile_app_page_views bigint,
    mobile_app_page_views_b2b bigint,
    page_views bigint,
    page_views_b2b bigint,
    browser_sessions bigint,
    browser_sessions_b2b bigint,
    mobile_app_sessions bigint,
    mobile_app_sessions_b2b bigint,
    sessions bigint,
    sessions_b2b bigint,
    buy_box_percentage numeric,
    buy_box_percentage_b2b numeric,
    average_offer_count bigint,
    average_parent_items bigint,
    feedback_received bigint,
    negative_feedback_received bigint,
    received_negative_feedback_rate numeric,
    currency text,
    known_from_at timestamptz not null,
    primary key (tenant_id, marketplace, period_type, start_date),
    constraint sales_and_traffic_period_check check (
        case period_type
            when 'DAY' then end_date = start_date
            when 'WEEK' then extract(dow from start_date) = 0 and end_date = start_date + 6
            when 'MONTH' then start_date = date_trunc('month', start_date)::date
                and end_date = (date_trunc('month', start_date) + interval '1 month - 1 day')::date
            else false
        end
    )
);
comment on table sqp.sales_and_traffic is 'Sales and Traffic reports by date as they stand: one row per tenant, marketplace and period, over the whole catalogue.';
comment on column sqp.sales_and_traffic.tenant_id is 'Tenant whose report it is.';
comment on column sqp.sales_and_traffic.marketplace is 'Marketplace code.';
comment on column sqp.sales_and_traffic.period_type is 'DAY, WEEK (Sunday to Saturday) or MONTH.';
comment on column sqp.sales_and_traffic.start_date is 'First day of the period.';
comment on column sqp.sales_and_traffic.end_date is 'Last day of the period.';
comment on column sqp.sales_and_traffic.ordered_product_sales is 'Price times units of what was ordered, marketplace currency; null: not given.';
comment on column sqp.sales_and_traffic.ordered_product_sales_b2b is 'The same of Amazon Business customers; null: not a seller to businesses.';
comment on column sqp.sales_and_traffic.units_ordered is 'Units ordered; null: not given.';
comment on column sqp.sales_and_traffic.units_ordered_b2b is 'The same of Amazon Business customers; null: not a seller to businesses.';
comment on column sqp.sales_and_traffic.total_order_items is 'Order items: each product of an order counts once, whatever its units; null: not given.';
comment on column sqp.sales_and_traffic.total_order_items_b2b is 'The same of Amazon Business customers; null: not a seller to businesses.';
comment on column sqp.sales_and_traffic.units_refunded is 'Units refunded; null: not given.';
comment on column sqp.sales_and_traffic.claims_granted is 'A-to-z guarantee claims granted; null: not given.';
comment on column sqp.sales_and_traffic.claims_amount is 'Amount of A-to-z guarantee claims, marketplace currency; null: not given.';
comment on column sqp.sales_and_traffic.shipped_product_sales is 'Price times units of what was shipped, marketplace currency; null: not given.';
comment on column sqp.sales_and_traffic.units_shipped is 'Units shipped; null: not given.';
comment on column sqp.sales_and_traffic.orders_shipped is 'Orders shipped; null: not given.';
comment on column sqp.sales_and_traffic.browser_page_views is 'Page views in browsers; null: not given.';
comment on column sqp.sales_and_traffic.browser_page_views_b2b is 'The same of Amazon Business customers; null: not a seller to businesses.';
comment on column sqp.sales_and_traffic.mobile_app_page_views is 'Page views in the app; null: not given.';
comment on column sqp.sales_and_traffic.mobile_app_page_views_b2b is 'The same of Amazon Business customers; null: not a seller to businesses.';
comment on column sqp.sales_and_traffic.page_views is 'Page views in browsers and the app; null: not given.';
comment on column sqp.sales_and_traffic.page_views_b2b is 'The same of Amazon Business customers; null: not a seller to businesses.';
comment on column sqp.sales_and_traffic.browser_sessions is 'Sessions in browsers: visits within 24 hours count once; null: not given.';
comment on column sqp.sales_and_traffic.browser_sessions_b2b is 'The same of Amazon Business customers; null: not a seller to businesses.';
comment on column sqp.sales_and_traffic.mobile_app_sessions is 'Sessions in the app; null: not given.';
comment on column sqp.sales_and_traffic.mobile_app_sessions_b2b is 'The same of Amazon Business customers; null: not a seller to businesses.';
comment on column sqp.sales_and_traffic.sessions is 'Sessions in browsers or the app; null: not given.';
comment on column sqp.sales_and_traffic.sessions_b2b is 'The same of Amazon Business customers; null: not a seller to businesses.';
comment on column sqp.sales_and_traffic.buy_box_percentage is 'Page views on which the buy box was the seller''s, in percent of page views, as stated; null: not given.';
comment on column sqp.sales_and_traffic.buy_box_percentage_b2b is 'The same of Amazon Business customers; null: not a seller to businesses.';
comment on column sqp.sales_and_traffic.average_offer_count is 'Mean number of offers listed on a day; null: not given.';
comment on column sqp.sales_and_traffic.average_parent_items is 'Mean number of parent products listed on a day; null: not given.';
comment on column sqp.sales_and_traffic.feedback_received is 'Seller feedbacks received; null: not given.';
comment on column sqp.sales_and_traffic.negative_feedback_received is 'Negative seller feedbacks received; null: not given.';
comment on column sqp.sales_and_traffic.received_negative_feedback_rate is 'Orders with a negative feedback in percent of orders, as stated; null: not given.';
comment on column sqp.sales_and_traffic.currency is 'Currency of the amounts, ISO 4217; null: no amount given.';
comment on column sqp.sales_and_traffic.known_from_at is 'When this row was first loaded with these values.';

create table sqp.sales_and_traffic_by_asin (
    tenant_id uuid not null references app.tenants on delete cascade,
    marketplace text not null,
    period_type text not null,
    start_date date not null,
    end_date date not null,
    asin_granularity text not null,
    item text not null,
    asin text not null,
    parent_asin text,
    sku text,
    ordered_product_sales numeric,
    ordered_product_sales_b2b numeric,
    units_ordered bigint,
    units_ordered_b2b bigint,
    total_order_items bigint,
    total_order_items_b2b bigint,
    browser_page_views bigint,
    browser_page_views_b2b bigint,
    mobile_app_page_views bigint,
    mobile_app_page_views_b2b bigint,
    page_views bigint,
    page_views_b2b bigint,
    page_views_percentage numeric,
    browser_sessions bigint,
    browser_sessions_b2b bigint,
    mobile_app_sessions bigint,
    mobile_app_sessions_b2b bigint,
    sessions bigint,
    sessions_b2b bigint,
    session_percentage numeric,
    buy_box_percentage numeric,
    buy_box_percentage_b2b numeric,
    currency text,
    known_from_at timestamptz not null,
    primary key (tenant_id, marketplace, asin_granularity, start_date, end_date, item),
    constraint sales_and_traffic_by_asin_period_check check (
        case period_type
            when 'DAY' then end_date = start_date
            when 'WEEK' then extract(dow from start_date) = 0 and end_date = start_date + 6
            when 'MONTH' then start_date = date_trunc('month', start_date)::date
                and end_date = (date_trunc('month', start_date) + interval '1 month - 1 day')::date
            when 'QUARTER' then start_date = date_trunc('quarter', start_date)::date
                and end_date = (date_trunc('quarter', start_date) + interval '3 months - 1 day')::date
            when 'RANGE' then end_date >= start_date
            else false
        end
    ),
    constraint sales_and_traffic_by_asin_granularity_check check (asin_granularity in ('PARENT', 'CHILD', 'SKU')),
    constraint sales_and_traffic_by_asin_asin_check check (asin ~ '^[A-Z0-9]{10}$')
);
comment on table sqp.sales_and_traffic_by_asin is 'Sales and Traffic reports by ASIN as they stand: one row per tenant, range of days and product, its parent or its SKU.';
comment on column sqp.sales_and_traffic_by_asin.tenant_id is 'Tenant whose report it is.';
comment on column sqp.sales_and_traffic_by_asin.marketplace is 'Marketplace code.';
comment on column sqp.sales_and_traffic_by_asin.period_type is 'DAY, WEEK (Sunday to Saturday), MONTH or QUARTER where the report is of exactly one, else RANGE.';
comment on column sqp.sales_and_traffic_by_asin.start_date is 'First day of the period.';
comment on column sqp.sales_and_traffic_by_asin.end_date is 'Last day of the period.';
comment on column sqp.sales_and_traffic_by_asin.asin_granularity is 'What the rows of the report are of: PARENT, CHILD or SKU. Rows of two granularities count the same sales twice.';
comment on column sqp.sales_and_traffic_by_asin.item is 'SKU in a report by SKU, else the ASIN.';
comment on column sqp.sales_and_traffic_by_asin.asin is 'Product: the child, in a report by parent the parent.';
comment on column sqp.sales_and_traffic_by_asin.parent_asin is 'Parent product; null: not given.';
comment on column sqp.sales_and_traffic_by_asin.sku is 'Seller''s stock keeping unit; null: the report is not by SKU.';
comment on column sqp.sales_and_traffic_by_asin.ordered_product_sales is 'Price times units of what was ordered, marketplace currency; null: not given.';
comment on column sqp.sales_and_traffic_by_asin.ordered_product_sales_b2b is 'The same of Amazon Business customers; null: not a seller to businesses.';
comment on column sqp.sales_and_traffic_by_asin.units_ordered is 'Units ordered; null: not given.';
comment on column sqp.sales_and_traffic_by_asin.units_ordered_b2b is 'The same of Amazon Business customers; null: not a seller to businesses.';
comment on column sqp.sales_and_traffic_by_asin.total_order_items is 'Order items: each product of an order counts once, whatever its units; null: not given.';
comment on column sqp.sales_and_traffic_by_asin.total_order_items_b2b is 'The same of Amazon Business customers; null: not a seller to businesses.';
comment on column sqp.sales_and_traffic_by_asin.browser_page_views is 'Page views in browsers; null: not given.';
comment on column sqp.sales_and_traffic_by_asin.browser_page_views_b2b is 'The same of Amazon Business customers; null: not a seller to businesses.';
comment on column sqp.sales_and_traffic_by_asin.mobile_app_page_views is 'Page views in the app; null: not given.';
comment on column sqp.sales_and_traffic_by_asin.mobile_app_page_views_b2b is 'The same of Amazon Business customers; null: not a seller to businesses.';
comment on column sqp.sales_and_traffic_by_asin.page_views is 'Page views in browsers and the app; null: not given.';
comment on column sqp.sales_and_traffic_by_asin.page_views_b2b is 'The same of Amazon Business customers; null: not a seller to businesses.';
comment on column sqp.sales_and_traffic_by_asin.page_views_percentage is 'Page views of the product in percent of those of all products, as stated; null: not given.';
comment on column sqp.sales_and_traffic_by_asin.browser_sessions is 'Sessions in browsers: visits within 24 hours count once; null: not given.';
comment on column sqp.sales_and_traffic_by_asin.browser_sessions_b2b is 'The same of Amazon Business customers; null: not a seller to businesses.';
comment on column sqp.sales_and_traffic_by_asin.mobile_app_sessions is 'Sessions in the app; null: not given.';
comment on column sqp.sales_and_traffic_by_asin.mobile_app_sessions_b2b is 'The same of Amazon Business customers; null: not a seller to businesses.';
comment on column sqp.sales_and_traffic_by_asin.sessions is 'Sessions in browsers or the app; null: not given.';
comment on column sqp.sales_and_traffic_by_asin.sessions_b2b is 'The same of Amazon Business customers; null: not a seller to businesses.';
comment on column sqp.sales_and_traffic_by_asin.session_percentage is 'Sessions with a view of the product in percent of all sessions, as stated; null: not given.';
comment on column sqp.sales_and_traffic_by_asin.buy_box_percentage is 'Page views on which the buy box was the seller''s, in percent of page views, as stated; null: not given.';
comment on column sqp.sales_and_traffic_by_asin.buy_box_percentage_b2b is 'The same of Amazon Business customers; null: not a seller to businesses.';
comment on column sqp.sales_and_traffic_by_asin.currency is 'Currency of the amounts, ISO 4217; null: no amount given.';
comment on column sqp.sales_and_traffic_by_asin.known_from_at is 'When this row was first loaded with these values.';

create table sqp.keyword_counts (
    tenant_id uuid not null,
    marketplace text not null,
    period_type text not null,
    start_date date not null,
    end_date date not null,
    asin text not null,
    query_keyword text not null,
    impression_count bigint,
    impression_value numeric,
    same_day_shipping_impression_count bigint,
    one_day_shipping_impression_count bigint,
    two_day_shipping_impression_count bigint,
    click_count bigint,
    click_value numeric,
    same_day_shipping_click_count bigint,
    one_day_shipping_click_count bigint,
    two_day_shipping_click_count bigint,
    cart_add_count bigint,
    cart_add_value numeric,
    same_day_shipping_cart_add_count bigint,
    one_day_shipping_cart_add_count bigint,
    two_day_shipping_cart_add_count bigint,
    purchase_count bigint,
    purchase_value numeric,
    same_day_shipping_purchase_count bigint,
    one_day_shipping_purchase_count bigint,
    two_day_shipping_purchase_count bigint,
    currency text,
    known_from_at timestamptz not null,
    primary key (tenant_id, asin, marketplace, period_type, start_date, query_keyword),
    constraint keyword_counts_period_check check (
        case period_type
            when 'DAY' then end_date = start_date
            when 'WEEK' then extract(dow from start_date) = 0 and end_date = start_date + 6
            when 'MONTH' then start_date = date_trunc('month', start_date)::date
                and end_date = (date_trunc('month', start_date) + interval '1 month - 1 day')::date
            else false
        end
    ),
    constraint keyword_counts_asin_check check (asin ~ '^[A-Z0-9]{10}$')
);
comment on table sqp.keyword_counts is 'Own counts by search keyword from Data Kiosk (Seller Analytics) as they stand: one row per tenant, product, period and keyword. It has no counts of the market.';
comment on column sqp.keyword_counts.tenant_id is 'Tenant whose report it is.';
comment on column sqp.keyword_counts.marketplace is 'Marketplace code.';
comment on column sqp.keyword_counts.period_type is 'DAY, WEEK (Sunday to Saturday) or MONTH.';
comment on column sqp.keyword_counts.start_date is 'First day of the period.';
comment on column sqp.keyword_counts.end_date is 'Last day of the period.';
comment on column sqp.keyword_counts.asin is 'Product.';
comment on column sqp.keyword_counts.query_keyword is 'Search query keyword as Amazon reports it, without spaces at its ends.';
comment on column sqp.keyword_counts.impression_count is 'Impressions of the product in search results; null: not given.';
comment on column sqp.keyword_counts.impression_value is 'Monetary value that Amazon gives beside it, in currency; null: not given.';
comment on column sqp.keyword_counts.same_day_shipping_impression_count is 'Impressions of the product with same-day delivery; null: not given.';
comment on column sqp.keyword_counts.one_day_shipping_impression_count is 'Impressions of the product with one-day delivery; null: not given.';
comment on column sqp.keyword_counts.two_day_shipping_impression_count is 'Impressions of the product with two-day delivery; null: not given.';
comment on column sqp.keyword_counts.click_count is 'Clicks on the product in search results; null: not given.';
comment on column sqp.keyword_counts.click_value is 'Monetary value that Amazon gives beside it, in currency; null: not given.';
comment on column sqp.keyword_counts.same_day_shipping_click_count is 'Clicks on the product with same-day delivery; null: not given.';
comment on column sqp.keyword_counts.one_day_shipping_click_count is 'Clicks on the product with one-day delivery; null: not given.';
comment on column sqp.keyword_counts.two_day_shipping_click_count is 'Clicks on the product with two-day delivery; null: not given.';
comment on column sqp.keyword_counts.cart_add_count is 'Cart adds of the product from search results; null: not given.';
comment on column sqp.keyword_counts.cart_add_value is 'Monetary value that Amazon gives beside it, in currency; null: not given.';
comment on column sqp.keyword_counts.same_day_shipping_cart_add_count is 'Cart adds of the product with same-day delivery; null: not given.';
comment on column sqp.keyword_counts.one_day_shipping_cart_add_count is 'Cart adds of the product with one-day delivery; null: not given.';
comment on column sqp.keyword_counts.two_day_shipping_cart_add_count is 'Cart adds of the product with two-day delivery; null: not given.';
comment on column sqp.keyword_counts.purchase_count is 'Purchases of the product from search results; null: not given.';
comment on column sqp.keyword_counts.purchase_value is 'Monetary value that Amazon gives beside it, in currency; null: not given.';
comment on column sqp.keyword_counts.same_day_shipping_purchase_count is 'Purchases of the product with same-day delivery; null: not given.';
comment on column sqp.keyword_counts.one_day_shipping_purchase_count is 'Purchases of the product with one-day delivery; null: not given.';
comment on column sqp.keyword_counts.two_day_shipping_purchase_count is 'Purchases of the product with two-day delivery; null: not given.';
comment on column sqp.keyword_counts.currency is 'Currency of the values: the one that the query asked for, USD where it asked for none; null: no value given.';
comment on column sqp.keyword_counts.known_from_at is 'When this row was first loaded with these values.';
create index search_catalog_performance_asin_idx on sqp.search_catalog_performance (tenant_id, asin, marketplace);
create index sales_and_traffic_by_asin_asin_idx on sqp.sales_and_traffic_by_asin (tenant_id, asin, marketplace);

create table sqp.replaced_rows (
    tenant_id uuid not null,
    report text not null,
    marketplace text not null,
    period_type text not null,
    start_date date not null,
    id bigint generated always as identity,
    row_values jsonb not null,
    known_from_at timestamptz not null,
    known_until_at timestamptz not null,
    primary key (tenant_id, report, marketplace, period_type, start_date, id)
);
comment on table sqp.replaced_rows is 'Rows of these reports that later reports of the same period changed or left out: one row per replaced row.';
comment on column sqp.replaced_rows.tenant_id is 'Tenant whose report it is.';
comment on column sqp.replaced_rows.report is 'Table of schema sqp in which the row stood.';
comment on column sqp.replaced_rows.marketplace is 'Marketplace code.';
comment on column sqp.replaced_rows.period_type is 'Type of the period, as in that table.';
comment on column sqp.replaced_rows.start_date is 'First day of the period.';
comment on column sqp.replaced_rows.id is 'Number of the row.';
comment on column sqp.replaced_rows.row_values is 'The row: its columns and values.';
comment on column sqp.replaced_rows.known_from_at is 'When it was first loaded with these values.';
comment on column sqp.replaced_rows.known_until_at is 'When a later report replaced it or left it out.';

create table sqp.rate_disagreements (
    tenant_id uuid not null,
    report text not null,
    marketplace text not null,
    period_type text not null,
    start_date date not null,
    end_date date not null,
    row_key text not null,
    field text not null,
    stated numeric not null,
    computed numeric,
    job_id text not null,
    primary key (tenant_id, report, marketplace, period_type, start_date, end_date, row_key, field)
);
comment on table sqp.rate_disagreements is 'Rates and means that these reports state and that their own counts do not give: one row per report, row and field. Counts are used.';
comment on column sqp.rate_disagreements.tenant_id is 'Tenant whose report it is.';
comment on column sqp.rate_disagreements.report is 'Table of schema sqp that holds the row.';
comment on column sqp.rate_disagreements.marketplace is 'Marketplace code.';
comment on column sqp.rate_disagreements.period_type is 'Type of the period, as in that table.';
comment on column sqp.rate_disagreements.start_date is 'First day of the period.';
comment on column sqp.rate_disagreements.end_date is 'Last day of the period.';
comment on column sqp.rate_disagreements.row_key is 'What tells the row from others of its period: the ASIN, the granularity and item, or the day.';
comment on column sqp.rate_disagreements.field is 'Rate or mean in question, as Amazon names it.';
comment on column sqp.rate_disagreements.stated is 'Value in the report; rates in percent.';
comment on column sqp.rate_disagreements.computed is 'Value by its counts; null: they give none.';
comment on column sqp.rate_disagreements.job_id is 'Ingest run that brought the report.';

do $$
declare
    v_table text;
begin
    foreach v_table in array array[
        'reported_periods', 'search_catalog_performance', 'search_terms', 'sales_and_traffic', 'sales_and_traffic_by_asin', 'keyword_counts',
        'replaced_rows', 'rate_disagreements'
    ]
    loop
        execute format('alter table sqp.%I enable row level security', v_table);
        execute format('alter table sqp.%I force row level security', v_table);
    end loop;
end;
$$;
grant select on sqp.reported_periods, sqp.search_catalog_performance, sqp.search_terms, sqp.sales_and_traffic, sqp.sales_and_traffic_by_asin,
    sqp.keyword_counts, sqp.rate_disagreements to asinmart_api, mart_owner;

-- Standard rows of these reports, whatever their source. They begin alike: staging_raw.report_statement reads the first columns.
create type staging_raw.search_catalog_row as (
    report text,
    document_no integer,
    element_no integer,
    marketplace_id text,
    period_type text,
    start_date date,
    end_date date,
    scope text,
    covered text[],
    row_key text,
    fault text,
    asin text,
    impression_count bigint,
    impression_median_price numeric,
    same_day_shipping_impression_count bigint,
    one_day_shipping_impression_count bigint,
    two_day_shipping_impression_count bigint,
    click_count bigint,
    clicked_median_price numeric,
    same_day_shipping_click_count bigint,
    one_day_shipping_click_count bigint,
    two_day_shipping_click_count bigint,
    cart_add_count bigint,
    cart_added_median_price numeric,
    same_day_shipping_cart_add_count bigint,
    one_day_shipping_cart_add_count bigint,
    two_day_shipping_cart_add_count bigint,
    purchase_count bigint,
    search_traffic_sales numeric,
    purchase_median_price numeric,
    same_day_shipping_purchase_count bigint,
    one_day_shipping_purchase_count bigint,
    two_day_shipping_purchase_count bigint,
    currency text,
    click_rate_pct numeric,
    conversion_rate_pct numeric
);
comment on type staging_raw.search_catalog_row is 'The standard row of a Search Catalog Performance report: rates as stated, in percent.';
create type staging_raw.search_term_row as (
    report text,
    document_no integer,
    element_no integer,
    marketplace_id text,
    period_type text,
    start_date date,
    end_date date,
    scope text,
    covered text[],
    row_key text,
    fault text,
    department_name text,
    search_term text,
    clicked_asin text,
    search_frequency_rank integer,
    click_share_rank integer,
    click_share numeric,
    conversion_share numeric
);
comment on type staging_raw.search_term_row is 'The standard row of a Search Terms report.';
create type staging_raw.sales_and_traffic_row as (
    report text,
    document_no integer,
    element_no integer,
    marketplace_id text,
    period_type text,
    start_date date,
    end_date date,
    scope text,
    covered text[],
    row_key text,
    fault text,
    ordered_product_sales numeric,
    ordered_product_sales_b2b numeric,
    units_ordered bigint,
    units_ordered_b2b bigint,
    total_order_items bigint,
    total_order_items_b2b bigint,
    units_refunded bigint,
    claims_granted bigint,
    claims_amount numeric,
    shipped_product_sales numeric,
    units_shipped bigint,
    orders_shipped bigint,
    browser_page_views bigint,
    browser_page_views_b2b bigint,
    mobile_app_page_views bigint,
    mobile_app_page_views_b2b bigint,
    page_views bigint,
    page_views_b2b bigint,
    browser_sessions bigint,
    browser_sessions_b2b bigint,
    mobile_app_sessions bigint,
    mobile_app_sessions_b2b bigint,
    sessions bigint,
    sessions_b2b bigint,
    buy_box_percentage numeric,
    buy_box_percentage_b2b numeric,
    average_offer_count bigint,
    average_parent_items bigint,
    feedback_received bigint,
    negative_feedback_received bigint,
    received_negative_feedback_rate numeric,
    currency text,
    asin_granularity text,
    item text,
    asin text,
    parent_asin text,
    sku text,
    page_views_percentage numeric,
    session_percentage numeric,
    average_sales_per_order_item numeric,
    average_units_per_order_item numeric,
    average_selling_price numeric,
    refund_rate numeric,
    order_item_session_percentage numeric,
    unit_session_percentage numeric
);
comment on type staging_raw.sales_and_traffic_row is 'The standard row of a Sales and Traffic report, by date or by ASIN: rates and means as stated, rates in percent.';
create type staging_raw.keyword_count_row as (
    report text,
    document_no integer,
    element_no integer,
    marketplace_id text,
    period_type text,
    start_date date,
    end_date date,
    scope text,
    covered text[],
    row_key text,
    fault text,
    asin text,
    query_keyword text,
    impression_count bigint,
    impression_value numeric,
    same_day_shipping_impression_count bigint,
    one_day_shipping_impression_count bigint,
    two_day_shipping_impression_count bigint,
    click_count bigint,
    click_value numeric,
    same_day_shipping_click_count bigint,
    one_day_shipping_click_count bigint,
    two_day_shipping_click_count bigint,
    cart_add_count bigint,
    cart_add_value numeric,
    same_day_shipping_cart_add_count bigint,
    one_day_shipping_cart_add_count bigint,
    two_day_shipping_cart_add_count bigint,
    purchase_count bigint,
    purchase_value numeric,
    same_day_shipping_purchase_count bigint,
    one_day_shipping_purchase_count bigint,
    two_day_shipping_purchase_count bigint,
    currency text
);
comment on type staging_raw.keyword_count_row is 'The standard row of Seller Analytics, one a product and keyword.';

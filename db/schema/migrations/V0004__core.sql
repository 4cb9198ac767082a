create table core.marketplaces (
    marketplace text primary key,
    country text not null,
    domain text not null unique,
    currency_code text not null,
    decimal_sign text not null,
    time_zone text not null,
    amazon_marketplace_id text not null unique,
    constraint marketplaces_marketplace_check check (marketplace ~ '^[A-Z]{2}$'),
    constraint marketplaces_decimal_sign_check check (decimal_sign in ('.', ','))
);
comment on table core.marketplaces is 'Amazon marketplaces: currency, domain, and the time zone that assigns an instant to a day.';
comment on column core.marketplaces.marketplace is 'Two-letter code (UK, not GB).';
comment on column core.marketplaces.country is 'Country in English.';
comment on column core.marketplaces.domain is 'Host of the shop without www.';
comment on column core.marketplaces.currency_code is 'ISO 4217 code. The $ sign in source data does not identify a currency.';
comment on column core.marketplaces.decimal_sign is 'Decimal sign of the shop''s prices: point or comma.';
comment on column core.marketplaces.time_zone is 'IANA zone of the marketplace day.';
comment on column core.marketplaces.amazon_marketplace_id is 'Identifier in the Selling Partner API.';

insert into core.marketplaces (marketplace, country, domain, currency_code, decimal_sign, time_zone, amazon_marketplace_id) values
    ('US', 'United States', 'amazon.com', 'USD', '.', 'America/Los_Angeles', 'ATVPDKIKX0DER'),
    ('CA', 'Canada', 'amazon.ca', 'CAD', '.', 'America/Los_Angeles', 'A2EUQ1WTGCTBG2'),
    ('MX', 'Mexico', 'amazon.com.mx', 'MXN', '.', 'America/Mexico_City', 'A1AM78C64UM0Y8'),
    ('BR', 'Brazil', 'amazon.com.br', 'BRL', ',', 'America/Sao_Paulo', 'A2Q3Y263D00KWC'),
    ('UK', 'United Kingdom', 'amazon.co.uk', 'GBP', '.', 'Europe/London', 'A1F83G8C2ARO7P'),
    ('IE', 'Ireland', 'amazon.ie', 'EUR', '.', 'Europe/Dublin', 'A28R8C7NBKEWEA'),
    ('DE', 'Germany', 'amazon.de', 'EUR', ',', 'Europe/Berlin', 'A1PA6795UKMFR9'),
    ('FR', 'France', 'amazon.fr', 'EUR', ',', 'Europe/Paris', 'A13V1IB3VIYZZH'),
    ('IT', 'Italy', 'amazon.it', 'EUR', ',', 'Europe/Rome', 'APJ6JRA9NG5V4'),
    ('ES', 'Spain', 'amazon.es', 'EUR', ',', 'Europe/Madrid', 'A1RKKUPIHCS9HS'),
    ('NL', 'Netherlands', 'amazon.nl', 'EUR', ',', 'Europe/Amsterdam', 'A1805IZSGTT6HS'),
    ('BE', 'Belgium', 'amazon.com.be', 'EUR', ',', 'Europe/Brussels', 'AMEN7PMS3EDWL'),
    ('SE', 'Sweden', 'amazon.se', 'SEK', ',', 'Europe/Stockholm', 'A2NODRKZP88ZB9'),
    ('PL', 'Poland', 'amazon.pl', 'PLN', ',', 'Europe/Warsaw', 'A1C3SOZRARQ6R3'),
    ('TR', 'Turkey', 'amazon.com.tr', 'TRY', ',', 'Europe/Istanbul', 'A33AVAJ2PDY3EV'),
    ('AE', 'United Arab Emirates', 'amazon.ae', 'AED', '.', 'Asia/Dubai', 'A2VIGQ35RCS4UG'),
    ('SA', 'Saudi Arabia', 'amazon.sa', 'SAR', '.', 'Asia/Riyadh', 'A17E79C6D8DWNP'),
    ('EG', 'Egypt', 'amazon.eg', 'EGP', '.', 'Africa/Cairo', 'ARBP9OOSHTCHU'),
    ('ZA', 'South Africa', 'amazon.co.za', 'ZAR', '.', 'Africa/Johannesburg', 'AE08WJ6YKNBMC'),
    ('IN', 'India', 'amazon.in', 'INR', '.', 'Asia/Kolkata', 'A21TJRUUN4KGV'),
    ('SG', 'Singapore', 'amazon.sg', 'SGD', '.', 'Asia/Singapore', 'A19VAU5U5O7RUS'),
    ('JP', 'Japan', 'amazon.co.jp', 'JPY', '.', 'Asia/Tokyo', 'A1VC38T7YXB528'),
    ('AU', 'Australia', 'amazon.com.au', 'AUD', '.', 'Australia/Sydney', 'A39IBJ37TRP1C6');

create table core.marketplace_names (
    name text primary key,
    marketplace text not null references core.marketplaces,
    constraint marketplace_names_name_check check (name = lower(name) and name <> '')
);
create index marketplace_names_marketplace_idx on core.marketplace_names (marketplace);
comment on table core.marketplace_names is 'Names of shops in sources: hosts of urls, codes, countries, identifiers; one row per name. Administrators add missing names.';
comment on column core.marketplace_names.name is 'The name in lower case, a host without www.';
comment on column core.marketplace_names.marketplace is 'Marketplace of the name.';
insert into core.marketplace_names (name, marketplace)
select lower(n.name), m.marketplace
from core.marketplaces as m
cross join lateral (
    values (m.domain), (m.marketplace), (m.country), (m.amazon_marketplace_id), (substring(m.domain from 'amazon\.(.*)'))
) as n (name)
union
values ('gb', 'UK'), ('usa', 'US'), ('deutschland', 'DE'), ('amazon.jp', 'JP')
on conflict do nothing;
grant insert, update, delete on core.marketplace_names to asinmart_admin;

alter table app.tracked_products add foreign key (marketplace) references core.marketplaces;
create index tracked_products_marketplace_idx on app.tracked_products (marketplace);
alter table app.user_settings add foreign key (default_marketplace) references core.marketplaces;
create index user_settings_default_marketplace_idx on app.user_settings (default_marketplace);

create table core.ingest_runs (
    id bigint generated always as identity primary key,
    job_id text not null unique,
    source text not null,
    source_run_id text,
    status text not null default 'LOADING',
    marketplace text references core.marketplaces,
    observed_at timestamptz,
    observed_on date,
    content_hash text,
    started_at timestamptz not null default now(),
    landed_at timestamptz,
    queued_at timestamptz,
    promoted_at timestamptz,
    replay_id bigint,
    finished_at timestamptz,
    item_count integer not null default 0,
    promoted_item_no integer not null default 0,
    received_count integer not null default 0,
    accepted_count integer not null default 0,
    duplicate_count integer not null default 0,
    rejected_count integer not null default 0,
    changed_day_count integer not null default 0,
    alert_count integer not null default 0,
    byte_count bigint not null default 0,
    cost numeric(12, 4) not null default 0,
    attempts integer not null default 0,
    duration_ms numeric,
    stage_ms jsonb not null default '{}',
    error text,
    error_code text,
    meta jsonb not null default '{}',
    constraint ingest_runs_status_check check (status in (
        'LOADING', 'LANDED', 'SUCCESS', 'PARTIAL', 'HALTED', 'FAILED'
    )),
    constraint ingest_runs_balance_check check (
        status not in ('SUCCESS', 'PARTIAL')
        or received_count = accepted_count + duplicate_count + rejected_count
    )
);
create index ingest_runs_pending_idx on core.ingest_runs (queued_at, id) where status = 'LANDED';
create index ingest_runs_replay_id_idx on core.ingest_runs (replay_id) where replay_id is not null;
create index ingest_runs_marketplace_idx on core.ingest_runs (marketplace);
comment on table core.ingest_runs is 'One row per batch from a source: its contents, its outcome and its cost.';
comment on column core.ingest_runs.id is 'Run number, in order of opening.';
comment on column core.ingest_runs.job_id is 'Idempotency key: a batch is loaded once under it.';
comment on column core.ingest_runs.source is 'Source of the batch, such as file or apify:<actor>.';
comment on column core.ingest_runs.source_run_id is 'The source''s own run identifier; null for files.';
comment on column core.ingest_runs.status is 'LOADING, LANDED (waits for promotion), SUCCESS, PARTIAL (some rejects), HALTED (too many rejects, nothing in core), FAILED (see error).';
comment on column core.ingest_runs.marketplace is 'Marketplace of the load option; null: taken from each item''s url, US without one.';
comment on column core.ingest_runs.observed_at is 'Time of observation for items without a time; null: the time of arrival.';
comment on column core.ingest_runs.observed_on is 'Day of observation for items without a time, in each marketplace''s own time zone; null: observed_at applies.';
comment on column core.ingest_runs.content_hash is 'SHA-256 of the batch as hex; null when the source is not a file.';
comment on column core.ingest_runs.started_at is 'When loading began.';
comment on column core.ingest_runs.landed_at is 'When staging was complete.';
comment on column core.ingest_runs.queued_at is 'Place in the line for promotion: when it landed, was queued by a replay, or last failed.';
comment on column core.ingest_runs.promoted_at is 'When all of it was first in core and mart; replays follow this order. Null: not yet.';
comment on column core.ingest_runs.replay_id is 'Latest replay that queued it again, see ops.replays; it then waits behind new runs. Null: no replay yet.';
comment on column core.ingest_runs.finished_at is 'When promotion ended, successfully or not.';
comment on column core.ingest_runs.item_count is 'Items in the source, including unreadable ones.';
comment on column core.ingest_runs.promoted_item_no is 'Items up to this position are in core; a large run advances slice by slice.';
comment on column core.ingest_runs.received_count is 'Observations offered: one per item, per element of a list item, and per unreadable item.';
comment on column core.ingest_runs.accepted_count is 'Observations that added to or changed core.';
comment on column core.ingest_runs.duplicate_count is 'Observations that core already held, or that a later one of the same instant replaced.';
comment on column core.ingest_runs.rejected_count is 'Observations in staging_raw.rejected_events.';
comment on column core.ingest_runs.changed_day_count is 'Daily rows that the run added, changed or removed.';
comment on column core.ingest_runs.alert_count is 'Alerts that the run raised.';
comment on column core.ingest_runs.byte_count is 'Bytes read from the source, decompressed.';
comment on column core.ingest_runs.cost is 'What the source charged, US dollars.';
comment on column core.ingest_runs.attempts is 'Promotion attempts, including the successful one.';
comment on column core.ingest_runs.duration_ms is 'Milliseconds that promotion took, all slices.';
comment on column core.ingest_runs.stage_ms is 'Milliseconds by promotion stage, all slices.';
comment on column core.ingest_runs.error is 'Message of the last failed attempt; null after success.';
comment on column core.ingest_runs.error_code is 'SQLSTATE of the last failed attempt; null after success.';
comment on column core.ingest_runs.meta is 'Details of the source from the loader: file name, actor input.';

create table core.products (
    asin text not null,
    marketplace text not null references core.marketplaces,
    title text,
    brand text,
    manufacturer text,
    model text,
    category text,
    category_path text,
    image_url text,
    parent_asin text,
    is_active boolean not null default true,
    is_unlisted boolean not null default false,
    unlisted_at timestamptz,
    first_seen_at timestamptz not null,
    last_seen_at timestamptz not null,
    described_at timestamptz not null,
    raw_event_id bigint not null default 0,
    source_meta jsonb not null default '{}',
    primary key (asin, marketplace),
    constraint products_asin_check check (asin ~ '^[A-Z0-9]{10}$')
) with (fillfactor = 70);
create index products_marketplace_idx on core.products (marketplace);
create index products_category_idx on core.products (category);
create index products_brand_idx on core.products (brand);
comment on table core.products is 'One row per product: an ASIN in a marketplace, with its latest description.';
comment on column core.products.asin is 'Amazon Standard Identification Number, 10 characters; text, ISBN-10s keep leading zeros.';
comment on column core.products.marketplace is 'Marketplace code, see core.marketplaces.';
comment on column core.products.title is 'Listing title as last seen; null: unknown.';
comment on column core.products.brand is 'Brand without "Visit the ... Store"; null when unknown.';
comment on column core.products.manufacturer is 'Manufacturer as in the listing.';
comment on column core.products.model is 'Model or item model number.';
comment on column core.products.category is 'Last element of the category path.';
comment on column core.products.category_path is 'Breadcrumbs from the root, separated by " > ".';
comment on column core.products.image_url is 'Main image.';
comment on column core.products.parent_asin is 'Variation parent; null when unknown or none.';
comment on column core.products.is_active is 'False: an operator retired the product.';
comment on column core.products.is_unlisted is 'True while the latest observation found no listing.';
comment on column core.products.unlisted_at is 'First observation that no longer found the listing; null while listed.';
comment on column core.products.first_seen_at is 'Earliest observation of any status.';
comment on column core.products.last_seen_at is 'Latest observation of any status.';
comment on column core.products.described_at is 'Observation of the description; older ones only fill gaps.';
comment on column core.products.raw_event_id is 'The item of that observation in staging_raw.raw_events, 0 when unknown; of two seen at one instant the later arrival counts.';
comment on column core.products.source_meta is 'Source and url of that observation.';

create table core.product_snapshots (
    asin text not null,
    marketplace text not null,
    scraped_at timestamptz not null,
    date date not null,
    status text not null,
    price numeric(12, 2),
    list_price numeric(12, 2),
    buybox_price numeric(12, 2),
    buybox_seller text,
    bsr integer,
    bsr_category text,
    bsr_main integer,
    rating numeric(3, 2),
    reviews_count integer,
    in_stock boolean,
    availability text,
    is_prime boolean,
    offers_count integer,
    coupon text,
    title text,
    bsr_data jsonb,
    used_price numeric(12, 2),
    speaks_of_offers boolean not null default true,
    source text not null,
    job_id text not null,
    raw_event_id bigint,
    created_at timestamptz not null default now(),
    primary key (asin, marketplace, scraped_at),
    constraint product_snapshots_status_check check (status in (
        'ok', 'no_offer', 'out_of_stock', 'price_hidden',
        'redirected', 'delisted', 'blocked', 'parse_error'
    )),
    constraint product_snapshots_failed_check check (
        status not in ('redirected', 'delisted', 'blocked', 'parse_error')
        or num_nonnulls(
            price, list_price, buybox_price, buybox_seller, bsr, bsr_category, bsr_main, rating, reviews_count, in_stock,
            offers_count, used_price
        ) = 0
    )
) partition by range (scraped_at);
-- For replays: finds the observations of an item. BRIN, since rows are written in the order of arrival; it costs almost
-- nothing to maintain.
create index product_snapshots_raw_event_id_idx on core.product_snapshots using brin (raw_event_id)
    with (pages_per_range = 32, autosummarize = on);
comment on table core.product_snapshots is 'Every observation of a product, including failed ones; by month of scraped_at.';
comment on column core.product_snapshots.asin is 'Product.';
comment on column core.product_snapshots.marketplace is 'Marketplace code.';
comment on column core.product_snapshots.scraped_at is 'When the source saw it; midnight local time when the source gives only a day.';
comment on column core.product_snapshots.date is 'That instant''s day in the marketplace''s time zone.';
comment on column core.product_snapshots.status is 'ok, no_offer, out_of_stock, price_hidden; or failed: redirected, delisted, blocked, parse_error. Failed ones have no values.';
comment on column core.product_snapshots.price is 'Price shown for a new one, marketplace currency; null (never 0): no price shown, or the source has no offer fields.';
comment on column core.product_snapshots.list_price is 'Crossed-out list price; null: none shown.';
comment on column core.product_snapshots.buybox_price is 'Price of the featured offer; null: no featured offer, or its seller is unknown.';
comment on column core.product_snapshots.buybox_seller is 'Seller of the featured offer, by id or else by name; null: unknown.';
comment on column core.product_snapshots.bsr is 'Best-seller rank in the smallest category (the lowest rank shown); 1 is best.';
comment on column core.product_snapshots.bsr_category is 'The category of that rank; null: no rank.';
comment on column core.product_snapshots.bsr_main is 'Rank in the main category (the first one shown); null: not shown.';
comment on column core.product_snapshots.rating is 'Average stars 1-5; null: no ratings or not shown.';
comment on column core.product_snapshots.reviews_count is 'Number of ratings shown; null: not shown.';
comment on column core.product_snapshots.in_stock is 'Stock status from the availability text, else the source''s flag; null: unknown.';
comment on column core.product_snapshots.availability is 'Availability text as shown.';
comment on column core.product_snapshots.is_prime is 'Prime badge; null: not given by the source.';
comment on column core.product_snapshots.offers_count is 'Number of offers; null: not given by the source.';
comment on column core.product_snapshots.coupon is 'Coupon text as shown.';
comment on column core.product_snapshots.title is 'Title at that time.';
comment on column core.product_snapshots.bsr_data is 'All ranks shown: [{"rank": n, "category": c}]; null: none.';
comment on column core.product_snapshots.used_price is 'Price shown for a used or refurbished one, never used as price; null: none shown.';
comment on column core.product_snapshots.speaks_of_offers is 'False for sources without offer fields (rank logs, best-seller lists): status is then ok, and a null price means nothing.';
comment on column core.product_snapshots.source is 'Source of the observation.';
comment on column core.product_snapshots.job_id is 'Ingest run of these values.';
comment on column core.product_snapshots.raw_event_id is 'The item in staging_raw.raw_events; null for rows written manually.';
comment on column core.product_snapshots.created_at is 'When the row was first written.';

create table core.product_metrics_daily (
    asin text not null,
    marketplace text not null,
    date date not null,
    price numeric(12, 2),
    list_price numeric(12, 2),
    buybox_price numeric(12, 2),
    buybox_seller text,
    bsr integer,
    bsr_category text,
    bsr_main integer,
    rating numeric(3, 2),
    reviews_count integer,
    in_stock boolean,
    offers_count integer,
    status text default 'ok',
    observed_at timestamptz,
    offer_observed_at timestamptz,
    rank_observed_at timestamptz,
    rating_observed_at timestamptz,
    job_id text,
    created_at timestamptz not null default now(),
    -- Includes the columns that rollups aggregate, so that 90 days are read from the index alone, not from a page for each day.
    primary key (asin, marketplace, date) include (price, bsr, bsr_category, rating, reviews_count)
) partition by range (date);
comment on table core.product_metrics_daily is 'Last known offers, ranks and ratings of a product on a day, from its valid observations: one row per product and observed day; by month.';
comment on column core.product_metrics_daily.asin is 'Product.';
comment on column core.product_metrics_daily.marketplace is 'Marketplace code.';
comment on column core.product_metrics_daily.date is 'Day in the marketplace''s time zone.';
comment on column core.product_metrics_daily.price is 'Price shown, marketplace currency; null: none shown, or status is null.';
comment on column core.product_metrics_daily.list_price is 'List price; null: none shown.';
comment on column core.product_metrics_daily.buybox_price is 'Price of the featured offer; null: none known.';
comment on column core.product_metrics_daily.buybox_seller is 'Seller of the featured offer; null: none known.';
comment on column core.product_metrics_daily.bsr is 'Best-seller rank in the smallest category; null: not shown.';
comment on column core.product_metrics_daily.bsr_category is 'The category of that rank; ranks of two categories are never compared. Null: no rank.';
comment on column core.product_metrics_daily.bsr_main is 'Rank in the main category; null: not shown.';
comment on column core.product_metrics_daily.rating is 'Average stars 1-5; null: not shown.';
comment on column core.product_metrics_daily.reviews_count is 'Number of ratings; null: not shown.';
comment on column core.product_metrics_daily.in_stock is 'Whether it could be bought; null: unknown.';
comment on column core.product_metrics_daily.offers_count is 'Number of offers; null: not shown.';
comment on column core.product_metrics_daily.status is 'State of the offers: ok, no_offer, out_of_stock or price_hidden; null: unknown, no observation of the day has offer fields.';
comment on column core.product_metrics_daily.observed_at is 'Time of the last valid observation of the day; null for rows written manually.';
comment on column core.product_metrics_daily.offer_observed_at is 'Observation of price, list_price, buybox_price, buybox_seller, in_stock, offers_count and status; null: no observation has offer fields.';
comment on column core.product_metrics_daily.rank_observed_at is 'Observation of bsr, bsr_category and bsr_main; null: no observation has a rank.';
comment on column core.product_metrics_daily.rating_observed_at is 'Observation of rating and reviews_count; the later of two when no single observation has both; null: no observation has either.';
comment on column core.product_metrics_daily.job_id is 'Ingest run of the last valid observation; null for rows written or changed manually, which ops.audit() does not compare.';
comment on column core.product_metrics_daily.created_at is 'When the row was first written.';

create table core.product_features (
    asin text not null,
    marketplace text not null,
    bullets jsonb,
    attributes jsonb,
    extracted_at timestamptz not null,
    primary key (asin, marketplace),
    foreign key (asin, marketplace) references core.products on delete cascade
);
comment on table core.product_features is 'Bullet points and attributes of each listing as last seen.';
comment on column core.product_features.asin is 'Product.';
comment on column core.product_features.marketplace is 'Marketplace code.';
comment on column core.product_features.bullets is 'Bullet points, an array of strings; null: none seen.';
comment on column core.product_features.attributes is 'Attribute names and values, one object; null: none seen.';
comment on column core.product_features.extracted_at is 'Time of their observation.';

create table core.bestseller_snapshots (
    asin text not null,
    marketplace text not null references core.marketplaces,
    category text not null,
    date date not null,
    rank integer not null,
    price numeric(12, 2),
    listed_at timestamptz not null,
    raw_event_id bigint not null default 0,
    job_id text not null,
    created_at timestamptz not null default now(),
    primary key (asin, marketplace, category, date),
    constraint bestseller_snapshots_rank_check check (rank > 0)
);
create index bestseller_snapshots_list_idx on core.bestseller_snapshots (marketplace, category, date, rank);
create index bestseller_snapshots_raw_event_id_idx on core.bestseller_snapshots using brin (raw_event_id)
    with (pages_per_range = 32, autosummarize = on);
comment on table core.bestseller_snapshots is 'Best-seller lists: one row per product, list and day.';
comment on column core.bestseller_snapshots.asin is 'Product on the list.';
comment on column core.bestseller_snapshots.marketplace is 'Marketplace code.';
comment on column core.bestseller_snapshots.category is 'List as the source names it.';
comment on column core.bestseller_snapshots.date is 'Day of the list.';
comment on column core.bestseller_snapshots.rank is 'Position, 1 is best.';
comment on column core.bestseller_snapshots.price is 'Price shown on the list; null: none shown.';
comment on column core.bestseller_snapshots.listed_at is 'When the list was seen; of several on one day the latest counts.';
comment on column core.bestseller_snapshots.raw_event_id is 'The item in staging_raw.raw_events; of two seen at one instant the later arrival counts.';
comment on column core.bestseller_snapshots.job_id is 'Ingest run of the row.';
comment on column core.bestseller_snapshots.created_at is 'When the row was first written.';

create table core.competitor_links (
    tenant_id uuid not null default '00000000-0000-0000-0000-000000000001' references app.tenants on delete cascade,
    asin_main text not null,
    asin_comp text not null,
    marketplace text not null default 'US' references core.marketplaces,
    created_at timestamptz not null default now(),
    primary key (asin_main, asin_comp, marketplace, tenant_id),
    constraint competitor_links_self_check check (asin_main <> asin_comp)
);
create index competitor_links_asin_comp_idx on core.competitor_links (asin_comp, marketplace);
create index competitor_links_tenant_id_idx on core.competitor_links (tenant_id);
create index competitor_links_marketplace_idx on core.competitor_links (marketplace);
comment on table core.competitor_links is 'Pairs of products that a tenant compares: one row per pair.';
comment on column core.competitor_links.tenant_id is 'Tenant that compares the pair.';
comment on column core.competitor_links.asin_main is 'The tenant''s main product.';
comment on column core.competitor_links.asin_comp is 'The competitor.';
comment on column core.competitor_links.marketplace is 'Marketplace of both.';
comment on column core.competitor_links.created_at is 'When the pair was linked.';

create table core.competitive_groups (
    id bigint generated always as identity primary key,
    tenant_id uuid not null default '00000000-0000-0000-0000-000000000001' references app.tenants on delete cascade,
    name text not null,
    description text,
    asin_main text not null,
    marketplace text not null default 'US' references core.marketplaces,
    is_active boolean not null default true,
    created_at timestamptz not null default now(),
    unique (tenant_id, name),
    unique (id, tenant_id)
);
create index competitive_groups_marketplace_idx on core.competitive_groups (marketplace);
-- For row-level security: whether a tenant compares a single product.
create index competitive_groups_asin_main_idx on core.competitive_groups (asin_main, marketplace);
comment on table core.competitive_groups is 'Named sets of competitors for one main product: one row per group.';
comment on column core.competitive_groups.id is 'Group key.';
comment on column core.competitive_groups.tenant_id is 'Tenant of the group.';
comment on column core.competitive_groups.name is 'Name, unique for the tenant.';
comment on column core.competitive_groups.description is 'Free text.';
comment on column core.competitive_groups.asin_main is 'Main product, with which all members are compared.';
comment on column core.competitive_groups.marketplace is 'Marketplace of the group.';
comment on column core.competitive_groups.is_active is 'False: its pairs are not compared.';
comment on column core.competitive_groups.created_at is 'When the group was created.';

create table core.competitive_group_members (
    group_id bigint not null,
    tenant_id uuid not null default '00000000-0000-0000-0000-000000000001' references app.tenants on delete cascade,
    asin text not null,
    is_active boolean not null default true,
    created_at timestamptz not null default now(),
    primary key (group_id, tenant_id, asin),
    -- With the tenant in the key, a tenant can neither add members to another's group nor learn from an error whether it exists.
    foreign key (group_id, tenant_id) references core.competitive_groups (id, tenant_id) on delete cascade
);
create index competitive_group_members_asin_idx on core.competitive_group_members (asin, group_id);
create index competitive_group_members_tenant_id_idx on core.competitive_group_members (tenant_id);
comment on table core.competitive_group_members is 'Competitors in a group: one row per product.';
comment on column core.competitive_group_members.group_id is 'Group.';
comment on column core.competitive_group_members.tenant_id is 'Tenant of the group.';
comment on column core.competitive_group_members.asin is 'Competitor.';
comment on column core.competitive_group_members.is_active is 'False: the pair is not compared.';
comment on column core.competitive_group_members.created_at is 'When it was added.';

alter table core.competitor_links enable row level security;
alter table core.competitor_links force row level security;
alter table core.competitive_groups enable row level security;
alter table core.competitive_groups force row level security;
alter table core.competitive_group_members enable row level security;
alter table core.competitive_group_members force row level security;

grant select on core.marketplaces, core.ingest_runs, core.products, core.product_metrics_daily,
    core.product_features, core.competitor_links, core.competitive_groups, core.competitive_group_members
    to asinmart_api;
grant select on core.ingest_runs, core.marketplaces to asinmart_loader;

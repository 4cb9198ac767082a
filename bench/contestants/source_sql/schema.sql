-- The tables of the first source document, section 2, as far as its daily statements use them. Repairs, each because the
-- text does not run as written:
--   1. The column "window" is quoted: it is a reserved word, and bare a syntax error.
--   2. The index on the materialized view is unique: section 5 uses REFRESH ... CONCURRENTLY, which requires it.
--   3. Alerts have a unique key of product, kind and day: ON CONFLICT DO NOTHING needs one, and without it every day would
--      insert all alerts of all history again. This makes the statements cheaper, not dearer.
-- Left out: staging, features, recommendations, reports, the references to ingest_runs; no daily statement uses them.
create schema core;
create schema mart;

create table core.products (
    asin text primary key,
    title text not null
);

create table core.product_metrics_daily (
    asin text references core.products (asin) on delete cascade,
    date date not null,
    price numeric(10, 2),
    bsr integer,
    rating numeric(2, 1),
    reviews_count integer,
    buybox_price numeric(10, 2),
    job_id text,
    created_at timestamptz default now(),
    primary key (asin, date)
);
create index idx_metrics_date on core.product_metrics_daily (date);
create index idx_metrics_asin_date_desc on core.product_metrics_daily (asin, date desc);

create table core.competitor_links (
    asin_main text references core.products (asin) on delete cascade,
    asin_comp text references core.products (asin) on delete cascade,
    created_at timestamptz default now(),
    primary key (asin_main, asin_comp)
);

create table core.alerts (
    id bigserial primary key,
    asin text references core.products (asin) on delete cascade,
    kind text check (kind in ('PRICE_SPIKE', 'BSR_DROP', 'RATING_DROP', 'BUYBOX_CHANGE')),
    details jsonb,
    detected_at timestamptz default now(),
    acknowledged boolean default false
);
create index idx_alerts_asin_time on core.alerts (asin, detected_at desc);
create unique index idx_alerts_once on core.alerts (asin, kind, (details ->> 'date'));

create materialized view mart.mv_product_latest as
select distinct on (m.asin)
    m.asin, m.date, m.price, m.bsr, m.rating, m.reviews_count, m.buybox_price
from core.product_metrics_daily m
order by m.asin, m.date desc;
create unique index idx_mv_product_latest_asin on mart.mv_product_latest (asin);

create table mart.product_metrics_rollup (
    asin text references core.products (asin) on delete cascade,
    "window" text check ("window" in ('7d', '30d', '90d')),
    as_of date,
    price_avg numeric(10, 2),
    price_min numeric(10, 2),
    price_max numeric(10, 2),
    bsr_avg numeric(12, 2),
    rating_avg numeric(3, 2),
    reviews_delta integer,
    price_change_pct numeric(6, 2),
    bsr_change_pct numeric(6, 2),
    primary key (asin, "window", as_of)
);

create table mart.product_metrics_delta_daily (
    asin text references core.products (asin) on delete cascade,
    date date,
    price_delta numeric(10, 2),
    price_change_pct numeric(6, 2),
    bsr_delta integer,
    bsr_change_pct numeric(6, 2),
    rating_delta numeric(3, 2),
    reviews_delta integer,
    buybox_delta numeric(10, 2),
    primary key (asin, date)
);

create table mart.competitor_comparison_daily (
    asin_main text references core.products (asin) on delete cascade,
    asin_comp text references core.products (asin) on delete cascade,
    date date,
    price_diff numeric(10, 2),
    bsr_gap integer,
    rating_diff numeric(3, 2),
    reviews_gap integer,
    buybox_diff numeric(10, 2),
    extras jsonb,
    primary key (asin_main, asin_comp, date)
);
create index idx_comp_daily_main_date on mart.competitor_comparison_daily (asin_main, date desc);

-- All SQL that fills a history; history.sql defines the functions of schema bench.

-- name: fill_settings
-- The first one keeps the triggers from noting changed days, as in a promotion.
set asinmart.is_promoting = 'on';
set client_min_messages = warning;
set jit = off;
set work_mem = '256MB';

-- name: insert_products
insert into core.products (
    asin, marketplace, title, brand, model, category, category_path, image_url,
    first_seen_at, last_seen_at, described_at, source_meta
)
select
    p.asin, 'US', 'Thing number ' || p.number || ', made to last',
    'Brand ' || p.family %% 40, 'M' || p.number, 'Shelf ' || p.family %% 150,
    'Home > Shelf ' || p.family %% 150,
    'https://images.example.com/' || p.asin || '.jpg',
    %(first_day)s, %(first_day)s, %(first_day)s, '{"source": "file"}'
from bench.products(%(products)s) as p
order by p.asin;

-- name: insert_features
insert into core.product_features (asin, marketplace, bullets, extracted_at)
select p.asin, 'US', jsonb_build_array('M' || p.number), %(first_day)s
from bench.products(%(products)s) as p
order by p.asin;

-- name: insert_links
insert into core.competitor_links (asin_main, asin_comp, marketplace)
select m.asin, c.asin, 'US'
from bench.products(%(products)s) as m
inner join bench.products(%(products)s) as c on c.family = m.family
where m.is_main and not c.is_main
order by m.asin, c.asin;

-- name: insert_versions
insert into ops.product_versions (asin, marketplace, data_version, changed_at)
select p.asin, 'US', 0, %(first_day)s
from bench.products(%(products)s) as p
order by p.asin;

-- name: analyze_products
analyze core.products, core.competitor_links;

-- name: ensure_partition
select ops.ensure_partition(%(parent)s, %(day)s);

-- name: insert_days
insert into core.product_metrics_daily (
    asin, marketplace, date, price, list_price, buybox_price, buybox_seller, bsr,
    bsr_category, bsr_main, rating, reviews_count, in_stock, status, observed_at
)
select
    d.asin, 'US', d.date, d.price, d.list_price, d.buybox_price, d.buybox_seller,
    d.bsr, d.bsr_category, d.bsr_main, d.rating, d.reviews_count, d.in_stock,
    d.status, d.observed_at
from bench.days(%(products)s, %(from)s, %(to)s) as d
order by d.date, d.asin;

-- name: analyze_days
analyze core.product_metrics_daily;

-- name: insert_deltas
-- Marts are filled in the order in which daily batches store their rows.
insert into mart.product_metrics_delta_daily
select f.*
from definitions.product_metrics_delta_daily(%(from)s, %(to)s, %(history_from)s) as f
order by f.date, f.asin;

-- name: insert_rollups
insert into mart.product_metrics_rollup
select f.*
from definitions.product_metrics_rollup(%(from)s, %(to)s) as f
order by f.as_of, f.asin, f.window_days;

-- name: insert_comparisons
insert into mart.competitor_comparison_daily
select f.*
from definitions.competitor_comparison_daily(%(from)s, %(to)s) as f
order by f.date, f.asin_main, f.asin_comp;

-- name: insert_latest
insert into mart.product_latest
select f.*
from definitions.product_latest() as f
order by f.asin;

-- name: forget_changes
delete from ops.dirty_days;
delete from ops.dirty_pairs;
delete from ops.dirty_products;

-- name: vacuum
vacuum (analyze);

-- name: day_items
select i
from bench.items(%(products)s, %(day)s, %(item_bytes)s) as i;

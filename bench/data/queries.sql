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

-- name: set_family_size
create or replace function bench.family_size()
returns integer
language sql
immutable
as $$
    select {size};
$$;

-- name: set_parents
-- Half of the products are variations: two of a listing, often of one group.
update core.products as p
set parent_asin = 'P' || substr(bench.asin_at(v.number / 4), 2)
from bench.products(%(products)s) as v
where p.asin = v.asin and v.number %% 4 in (1, 2);

-- name: insert_groups
-- Of one tenant, each with the whole family as its members.
with made as (
    insert into core.competitive_groups (tenant_id, name, asin_main, marketplace)
    select t.tenant_id, 'Family ' || p.family, p.asin, 'US'
    from (select min(t.tenant_id::text)::uuid as tenant_id from app.tenants as t) as t
    cross join bench.products(%(products)s) as p
    where p.is_main
    order by p.asin
    returning id, tenant_id, asin_main
)
insert into core.competitive_group_members (group_id, tenant_id, asin)
select g.id, g.tenant_id, c.asin
from made as g
inner join bench.products(%(products)s) as m on m.asin = g.asin_main
inner join bench.products(%(products)s) as c on c.family = m.family
where not c.is_main
order by g.id, c.asin;

-- name: insert_versions
insert into ops.product_versions (asin, marketplace, data_version, changed_at)
select p.asin, 'US', 0, %(first_day)s
from bench.products(%(products)s) as p
order by p.asin;

-- name: analyze_products
analyze core.products, core.competitor_links, core.competitive_groups, core.competitive_group_members;

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

-- name: insert_product_days
-- Marts are filled in the order in which daily batches store their rows.
insert into mart.product_days
select f.*
from definitions.product_days(%(from)s, %(to)s, null, %(history_from)s) as f
order by f.date, f.asin;

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

-- name: insert_report_products
insert into core.products (
    asin, marketplace, brand, first_seen_at, last_seen_at, described_at
)
select
    bench.asin_at(p.number), 'US', bench.brand_at(p.number), %(first_day)s,
    %(first_day)s, %(first_day)s
from generate_series(0, %(products)s - 1) as p (number);

-- name: insert_reports
insert into sqp.asin_performance_data (
    tenant_id, asin, marketplace, period_type, start_date, end_date, source, job_id,
    raw_event_id, first_reported_at, reported_at
)
select
    t.tenant_id, bench.asin_at(p.number), 'US', 'WEEK', w.week, w.week + 6, 'api',
    'bench', 0, w.week + 8, w.week + 8
from (select min(t.tenant_id::text)::uuid as tenant_id from app.tenants as t) as t
cross join (select %(week)s::date as week) as w
cross join generate_series(0, %(products)s - 1) as p (number);

-- name: insert_report_rows
insert into sqp.search_query_performance (
    asin_performance_id, tenant_id, search_query, search_query_score,
    search_query_volume, total_query_impression_count, asin_impression_count,
    total_click_count, asin_click_count, total_cart_add_count, asin_cart_add_count,
    total_purchase_count, asin_purchase_count, total_median_click_price,
    asin_median_click_price, total_median_cart_add_price, asin_median_cart_add_price,
    total_median_purchase_price, asin_median_purchase_price,
    total_same_day_shipping_click_count, total_one_day_shipping_click_count,
    total_two_day_shipping_click_count, total_same_day_shipping_cart_add_count,
    total_one_day_shipping_cart_add_count, total_two_day_shipping_cart_add_count,
    total_same_day_shipping_purchase_count, total_one_day_shipping_purchase_count,
    total_two_day_shipping_purchase_count, known_from_at
)
select
    a.id, a.tenant_id, r.search_query, r.score, r.volume, r.impressions,
    r.own_impressions, r.clicks, r.own_clicks, r.cart_adds, r.own_cart_adds,
    r.purchases, r.own_purchases, r.price, r.own_price, r.price, r.own_price, r.price,
    r.own_price, r.clicks / 5, r.clicks / 3, r.clicks / 4, r.cart_adds / 5,
    r.cart_adds / 3, r.cart_adds / 4, r.purchases / 5, r.purchases / 3,
    r.purchases / 4, a.reported_at
from bench.report_rows(%(products)s, %(queries)s, %(week)s, %(week)s) as r
inner join sqp.asin_performance_data as a
    on a.asin = bench.asin_at(r.number) and a.start_date = r.start_date
order by a.id, r.search_query;

-- name: map_brands
select sqp.map_brands(t.tenant_id) from app.tenants as t;

-- name: scratch
select ops.promotion_scratch();

-- name: refresh_report_totals
-- In the transaction that made the scratch tables.
insert into pg_temp.search_reports (
    id, tenant_id, asin, marketplace, period_type, start_date, is_new
)
select a.id, a.tenant_id, a.asin, a.marketplace, a.period_type, a.start_date, true
from sqp.asin_performance_data as a;
analyze pg_temp.search_reports;
select sqp.refresh_report_totals();

-- name: refresh_dirty
select ops.refresh_dirty();

-- name: week_documents
select d
from bench.report_documents(%(products)s, %(queries)s, %(week)s) as d;

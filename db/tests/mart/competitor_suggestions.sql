begin;
set local search_path to extensions, public;
\ir ../support/content.psql
set local role asinmart_owner;
select plan(9);

-- Hand-computed: the main product costs 100 and has 1000 ratings, brand Brand1, category Home > Mugs.
insert into core.products (asin, marketplace, title, brand, category, category_path, parent_asin, is_active, is_unlisted, first_seen_at, last_seen_at, described_at)
select s.asin, 'US', s.asin, s.brand, regexp_replace(s.path, '^.* > ', ''), s.path, s.parent, s.is_active, s.is_unlisted, now(), now(), now()
from (
    values
        ('B0MAIN0001', 'Brand1', 'Home > Mugs', 'B0PARENT01', true, false),
        -- 40 category + 25 price + 10 brand + 5 ratings = 80
        ('B0CAND0001', 'Brand2', 'Home > Mugs', null, true, false),
        -- 40 + 25 * (1 - 0.10 / 0.25) = 15 + 0 same brand + 2.5 = 57.5
        ('B0CAND0002', 'brand1', 'Mugs', null, true, false),
        -- 40 + 0 price 30 % away + 5 brand unknown + ratings unknown = 45
        ('B0CAND0003', null, 'Home > Mugs', null, true, false),
        -- another category, list place 2 away: 18 + 10 + 0 + 25 = 53
        ('B0CAND0004', 'Brand3', 'Office > Pens', null, true, false),
        ('B0OTHER001', 'Brand2', 'Garden > Mugs', null, true, false),
        ('B0OTHER002', 'Brand2', 'Home > Mugs', 'B0PARENT01', true, false),
        ('B0OTHER003', 'Brand2', 'Home > Mugs', null, false, false),
        ('B0OTHER004', 'Brand2', 'Home > Mugs', null, true, true),
        ('B0PARENT01', 'Brand2', 'Home > Mugs', null, true, false),
        ('B0LINKED01', 'Brand2', 'Home > Mugs', null, true, false)
) as s (asin, brand, path, parent, is_active, is_unlisted);
insert into mart.product_latest (asin, marketplace, date, price, reviews_count) values
    ('B0MAIN0001', 'US', '2025-03-10', 100, 1000), ('B0CAND0001', 'US', '2025-03-10', 100, 1000), ('B0CAND0002', 'US', '2025-03-10', 110, 2000),
    ('B0CAND0003', 'US', '2025-03-10', 70, null), ('B0CAND0004', 'US', '2025-03-10', 100, null);
insert into core.bestseller_snapshots (asin, marketplace, category, date, rank, listed_at, job_id) values
    ('B0MAIN0001', 'US', 'Gifts', '2025-03-10', 20, now(), 'j'), ('B0CAND0004', 'US', 'Gifts', '2025-03-10', 22, now(), 'j'),
    ('B0TESTA002', 'US', 'Gifts', '2025-03-10', 31, now(), 'j'), ('B0TESTA003', 'US', 'Gifts', '2025-03-09', 21, now(), 'j');
insert into core.competitor_links (tenant_id, asin_main, asin_comp) values (pg_temp.a(), 'B0MAIN0001', 'B0LINKED01');
insert into app.tracked_products (tenant_id, asin, marketplace) values (pg_temp.b(), 'B0MAIN0001', 'US');
create temp view found as
select s.* from mart.competitor_suggestions as s where s.asin_main = 'B0MAIN0001';

select results_eq(
    'select f.asin, f.score from found as f where f.tenant_id = pg_temp.a() order by f.score desc',
    $$values ('B0CAND0001', 80.0), ('B0CAND0002', 57.5), ('B0CAND0004', 53.0), ('B0CAND0003', 45.0)$$,
    'suggestions are scored; other categories, variations, retired and unlisted products and competitors are left out'
);
select results_eq(
    $$
        select f.asin, f.is_same_category, f.price_ratio, f.is_in_price_band, f.shared_list, f.rank_distance, f.is_same_brand, f.reviews_ratio
        from found as f where f.tenant_id = pg_temp.a() order by f.asin
    $$,
    $$values
        ('B0CAND0001', true, 1.000, true, null, null, false, 1.000), ('B0CAND0002', true, 1.100, true, null, null, true, 2.000),
        ('B0CAND0003', true, 0.700, false, null, null, null, null), ('B0CAND0004', false, 1.000, true, 'Gifts', 2, false, null)$$,
    'each reason is a column; a place 11 away or on an older day of the list is none'
);
select is((select count(*) from found as f where f.tenant_id = pg_temp.b()), 5::bigint, 'a tracked product has suggestions for its tenant, who compares nothing');
select is((select distinct f.competitor_count from found as f where f.tenant_id = pg_temp.a()), 1::bigint, 'it says how many are compared');
select is_empty($$select 1 from mart.competitor_suggestions as s where s.asin_main = 'B0CAND0001'$$, 'a product that nobody tracks or compares has none');
select is_empty('select 1 from found as f group by f.tenant_id, f.asin having count(*) > 1', 'a product is suggested once');
reset role;
set local role asinmart_api;
select api.act_as(pg_temp.b());
select is((select count(distinct s.tenant_id) from mart.competitor_suggestions as s where s.asin_main = 'B0MAIN0001'), 1::bigint, 'a service sees those of its tenant');
reset role;
set local role asinmart_owner;
insert into core.competitor_links (tenant_id, asin_main, asin_comp)
select pg_temp.a(), 'B0MAIN0001', 'B0TESTA00' || n from generate_series(1, 4) as n;
select is_empty('select 1 from found as f where f.tenant_id = pg_temp.a()', 'with five competitors nothing is suggested');
update core.products set category = null, category_path = null where asin = 'B0MAIN0001';
select results_eq(
    'select f.asin from found as f where f.tenant_id = pg_temp.b()', $$values ('B0CAND0004')$$, 'without a category only its lists are left'
);

select * from finish();
rollback;

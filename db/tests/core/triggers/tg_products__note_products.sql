begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
\ir ../../support/differences.psql
set local role asinmart_owner;
select plan(9);

select pg_temp.load_run('n1', pg_temp.observed('B0TESTA001', '2025-03-10', '{"price": 1, "title": "Gloves"}'));
select is_empty('select 1 from ops.dirty_products', 'writes of the promotion are not recorded');
update core.products set title = 'Warm gloves';
select results_eq(
    'select distinct d.asin, d.marketplace from ops.dirty_products as d', $$values ('B0TESTA001', 'US')$$,
    'a manually changed product is recorded'
);
delete from ops.dirty_products;
insert into core.products (asin, marketplace, first_seen_at, last_seen_at, described_at)
select 'B0TESTA00' || n, 'US', '2025-03-10', '2025-03-10', '2025-03-10' from generate_series(2, 4) as n;
select results_eq(
    'select d.asin from ops.dirty_products as d order by d.asin',
    $$values ('B0TESTA002'), ('B0TESTA003'), ('B0TESTA004')$$,
    'manually created products are recorded'
);
delete from ops.dirty_products;
delete from core.products where asin = 'B0TESTA002';
select results_eq('select d.asin from ops.dirty_products as d', $$values ('B0TESTA002')$$, 'deleted products are recorded');
delete from ops.dirty_products;

-- The newest day depends on the product as well.
delete from core.products where asin = 'B0TESTA001';
select ops.refresh_dirty();
select is_empty('select * from pg_temp.differences()', 'a deleted product loses its newest day');
select is_empty('select 1 from mart.product_latest', 'the definition has no row of it either');
insert into core.products (asin, marketplace, first_seen_at, last_seen_at, described_at)
values ('B0TESTA001', 'US', '2025-03-10', '2025-03-10', '2025-03-10');
select ops.refresh_dirty();
select is_empty('select * from pg_temp.differences()', 'a product that is created again has its newest day again');
select is(
    (select i.product_keys from ops.cache_invalidations as i order by i.id desc limit 1), array['B0TESTA001:US'],
    'its answers are announced as changed'
);
update core.products set asin = 'B0TESTA007' where asin = 'B0TESTA001';
select ops.refresh_dirty();
select is_empty('select * from pg_temp.differences()', 'a product with a changed key records both keys');

select * from finish();
rollback;

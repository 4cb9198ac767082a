begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(5);

delete from app.tracked_products;
select is((ops.fetch_products('2025-03-10 00:30+00')).row_count, 0::bigint, 'without tracked products nothing is fetched');
insert into app.tracked_products (asin, marketplace) values ('B0TESTA001', 'US'), ('B0TESTA002', 'US'), ('B0TESTA001', 'DE');
select is((ops.fetch_products('2025-03-10 00:30+00')).row_count, 2::bigint, 'due products are fetched, one fetch per marketplace');
select set_eq('select f.purpose, f.marketplace, f.asins from ops.fetches as f', $$values ('products', 'US', array['B0TESTA001', 'B0TESTA002']), ('products', 'DE', array['B0TESTA001'])$$, 'all due products are fetched');
select is((ops.fetch_products('2025-03-10 00:31+00')).row_count, 0::bigint, 'a second run of the job fetches nothing again');
set local role asinmart_admin;
select lives_ok('select ops.fetch_products()', 'an admin can run it');

select * from finish();
rollback;

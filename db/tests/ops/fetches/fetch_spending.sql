begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(8);

update ops.settings set value = '100' where name = 'fetch_daily_products';
update ops.settings set value = '1' where name = 'fetch_daily_cost';
create temp view spent as select s.product_count, s.cost, s.products_left, s.limit_reason from ops.fetch_spending('2025-03-10 12:00+00') as s;
select results_eq('table spent', $$values (0::bigint, 0::numeric, 100::bigint, null::text)$$, 'a day begins without spending');
insert into ops.fetches (purpose, marketplace, actor, asins, status, requested_at, finished_at, source_run_id, cost) values
    ('products', 'US', 'a/b', array['B0TESTA001', 'B0TESTA002'], 'landed', '2025-03-10 00:30+00', '2025-03-10 00:40+00', 'run1', 0.25),
    ('products', 'US', 'a/b', array['B0TESTA003'], 'failed', '2025-03-10 00:30+00', '2025-03-10 00:40+00', 'run2', 0.5),
    ('products', 'US', 'a/b', array['B0TESTA004'], 'refused', '2025-03-10 00:30+00', '2025-03-10 00:40+00', null, 0),
    ('products', 'US', 'a/b', array['B0TESTA004'], 'landed', '2025-03-09 23:30+00', '2025-03-09 23:40+00', 'run0', 9);
select results_eq('table spent', $$values (3::bigint, 0.75::numeric, 97::bigint, null::text)$$, 'requested products and costs are counted, including failed runs, without the day before');
insert into core.ingest_runs (job_id, source, source_run_id, started_at, cost) values
    ('apify:run1', 'apify:a/b', 'run1', '2025-03-10 00:40+00', 0.25), ('apify:hand', 'apify:a/b', 'hand', '2025-03-10 09:40+00', 0.125);
select results_eq('table spent', $$values (3::bigint, 0.875::numeric, 97::bigint, null::text)$$, 'manual fetches count, each once');
update core.ingest_runs set cost = 0.25 where job_id = 'apify:hand';
select is((select s.limit_reason from spent as s), 'fetches have cost 1.00 of 1 US dollars today (fetch_daily_cost)', 'the limit of cost is reported');
update ops.settings set value = '2' where name = 'fetch_daily_cost';
select is((select s.limit_reason from spent as s), null, 'the limit can be raised');
update ops.settings set value = '3' where name = 'fetch_daily_products';
select results_eq('select s.products_left, s.limit_reason from spent as s', $$values (0::bigint, '3 of 3 products were requested today (fetch_daily_products)')$$, 'the limit of products is reported');
update ops.settings set value = '0' where name = 'fetch_daily_products';
select is((select s.products_left from spent as s), 0::bigint, 'the rest is never negative');
select is((select s.product_count from ops.fetch_spending('2025-03-11 00:00+00') as s), 0::bigint, 'the next day begins without spending');

select * from finish();
rollback;

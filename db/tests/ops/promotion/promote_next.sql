begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
select plan(7);

set local role asinmart_owner;
select pg_temp.load_run('n1', pg_temp.observed('B0TESTA001', '2025-03-10', '{"price": 10}'));
select ops.replay_run('n1');
select pg_temp.land_run('n2', array[pg_temp.observed('B0TESTA001', '2025-03-11', '{"price": 11}')]);
select pg_temp.land_run('n3', array[pg_temp.observed('B0TESTA001', '2025-03-12', '{"price": 12}')]);
set local role asinmart_loader;
create temp view settled as select r.job_id from core.ingest_runs as r where r.status = 'SUCCESS' order by r.id;
select results_eq('select s.row_count, s.has_more from ops.promote_next() as s', $$values (1::bigint, true)$$, 'a loader can promote the next run');
select results_eq('table settled', array['n2'], 'the oldest new run is promoted before a replayed one');
select ops.promote_next();
select results_eq('table settled', array['n2', 'n3'], 'all other new runs are promoted before it too');
select results_eq('select s.row_count, s.has_more from ops.promote_next() as s', $$values (0::bigint, true)$$, 'then the replay is promoted');
select results_eq('table settled', array['n1', 'n2', 'n3'], 'the replayed run is finished');
set local role asinmart_owner;
update core.product_metrics_daily set price = 9 where date = '2025-03-12';
set local role asinmart_loader;
select results_eq('select s.row_count, s.has_more from ops.promote_next() as s', $$values (1::bigint, false)$$, 'then the marts are refreshed after manual changes');
set local role mart_reader;
select throws_ok('select ops.promote_next()', '42501', null, 'a reader cannot promote');

select * from finish();
rollback;

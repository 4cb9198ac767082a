begin;
set local search_path to extensions, public;
\ir ../support/load_run.psql
set local role asinmart_owner;
select plan(2);

delete from core.ingest_runs;
delete from staging_raw.rejected_events;
delete from ops.cache_invalidations;
select results_eq(
    'select p.waiting_runs, p.stopped_runs, p.open_rejects, p.newest_day, p.product_count, p.data_version from ops.pipeline_status as p',
    $$values (0::bigint, 0::bigint, 0::bigint, null::date, 0::bigint, 0::bigint)$$,
    'an empty pipeline has one row'
);
select pg_temp.load_run('p1', pg_temp.observed('B0TESTA001', '2025-03-10', '{"price": 1}'), pg_temp.observed('B0TESTA002', '2025-03-10', '{"asin": "bad"}'));
select pg_temp.land_run('p2', array[pg_temp.observed('B0TESTA001', '2025-03-10', '{"price": 1}')]);
select pg_temp.load_run('p3', pg_temp.observed('B0TESTA002', '2025-03-10', '{"asin": "bad"}'));
set local role asinmart_loader;
select results_eq(
    'select p.waiting_runs, p.stopped_runs, p.open_rejects, p.newest_day, p.product_count, p.data_version > 0 from ops.pipeline_status as p',
    $$values (1::bigint, 1::bigint, 2::bigint, '2025-03-10'::date, 1::bigint, true)$$,
    'a loader sees waiting runs, stopped runs and rejects'
);

select * from finish();
rollback;

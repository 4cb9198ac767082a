begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(4);

delete from ops.cache_invalidations;
create temp view line as select s.last_status, s.row_count, s.data_version, s.stale_since_at, s.last_error from ops.refresh_status as s;
select results_eq('table line', $$values (null, null::bigint, 0::bigint, null::timestamptz, null)$$, 'before the first change the view is up to date');
insert into ops.cache_invalidations (id, created_at, product_keys, pair_keys) overriding system value values
    (901, '2025-03-01 00:00+00', '{}', '{}'), (902, '2025-03-02 00:00+00', '{}', '{}'), (903, '2025-03-03 00:00+00', '{}', '{}');
select is((select l.stale_since_at from line as l), '2025-03-01 00:00+00'::timestamptz, 'a view that was never refreshed is out of date since the first change');
insert into ops.refresh_log (view_name, started_at, finished_at, status, data_version, row_count, duration_ms) values
    ('category_benchmarks', '2025-03-01 12:00+00', '2025-03-01 12:01+00', 'succeeded', 901, 7, 5);
select results_eq('table line', $$values ('succeeded', 7::bigint, 901::bigint, '2025-03-02 00:00+00'::timestamptz, null)$$, 'a refreshed view is out of date since the first change after the refresh');
insert into ops.refresh_log (view_name, started_at, finished_at, status, data_version, duration_ms, error) values
    ('category_benchmarks', '2025-03-03 12:00+00', '2025-03-03 12:01+00', 'failed', 903, 5, 'no luck');
select results_eq('table line', $$values ('failed', 7::bigint, 901::bigint, '2025-03-02 00:00+00'::timestamptz, 'no luck')$$, 'a failed refresh does not change that');

select * from finish();
rollback;

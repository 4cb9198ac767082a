begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(4);

delete from ops.cache_invalidations;
create temp view line as select c.status, c.detail from ops.check_refreshes('2025-03-10 12:00+00') as c;
select results_eq('table line', $$values ('ok', 'up to date')$$, 'a view without data is up to date');
insert into ops.cache_invalidations (created_at, product_keys, pair_keys) values ('2025-03-10 11:30+00', '{}', '{}');
select results_eq('select l.status, l.detail ~ $$^behind the data since 2025-03-10$$ from line as l', $$values ('ok', true)$$, 'a view may be a little out of date');
update ops.cache_invalidations set created_at = '2025-03-10 10:30+00';
select is((select l.status from line as l), 'warning', 'hours out of date are a warning');
update ops.cache_invalidations set created_at = '2025-03-10 11:59+00';
insert into ops.refresh_log (view_name, started_at, finished_at, status, data_version, duration_ms, error) values
    ('category_benchmarks', '2025-03-10 11:59+00', '2025-03-10 11:59+00', 'failed', 1, 5, 'no luck');
select results_eq('select l.status, l.detail ~ $$last error: no luck$$ from line as l', $$values ('warning', true)$$, 'a failed refresh is reported at once');

select * from finish();
rollback;

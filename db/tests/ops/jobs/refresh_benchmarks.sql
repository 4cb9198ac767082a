begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
select plan(14);

select pg_temp.load_run('b1', pg_temp.observed('B0TESTA001', '2025-03-10', '{"price": 10, "bsr": 5, "bsr_category": "Mugs"}'));
select results_eq(
    'select b.category, b.price_median from mart.category_benchmarks as b', $$values ('Mugs', 10.00)$$, 'the first load fills the view'
);
select pg_temp.load_run('b1b', pg_temp.observed('B0TESTA001', '2025-03-10', '{"price": 11, "bsr": 5, "bsr_category": "Mugs"}'));
select is((select b.price_median from mart.category_benchmarks as b), 10.00, 'what is loaded later does not show before the refresh');
delete from ops.refresh_log;
select is((ops.refresh_benchmarks('2025-03-10 12:00+00')).row_count, 1::bigint, 'a refresh reports the rows of the view');
select results_eq(
    'select b.category, b.price_median, b.computed_at >= $$2025-03-10 12:00+00$$ from mart.category_benchmarks as b',
    $$values ('Mugs', 11.00, true)$$, 'which readers see, with the time of it'
);
select results_eq(
    'select r.view_name, r.status, r.row_count, r.data_version, r.started_at, r.duration_ms > 0, r.error from ops.refresh_log as r',
    $$select 'category_benchmarks', 'succeeded', 1::bigint, max(i.id), '2025-03-10 12:00+00'::timestamptz, true, null from ops.cache_invalidations as i$$,
    'the ledger has the refresh and its data version'
);
select is((ops.refresh_benchmarks()).row_count, 0::bigint, 'without new data nothing is refreshed');
select is((select count(*) from ops.refresh_log), 1::bigint, 'then nothing is recorded');

select pg_temp.load_run('b2', pg_temp.observed('B0TESTA001', '2025-03-11', '{"price": 12, "bsr": 5, "bsr_category": "Mugs"}'));
alter materialized view definitions.mv_category_benchmarks rename to mv_away;
select lives_ok($$select ops.refresh_benchmarks('2025-03-11 12:00+00')$$, 'a failed refresh raises no error');
select results_eq(
    'select r.status, r.row_count, r.error_code, r.error ~ $$mv_category_benchmarks$$ from ops.refresh_log as r order by r.id desc limit 1',
    $$values ('failed', null::bigint, '42P01', true)$$, 'the failure is in the ledger'
);
alter materialized view definitions.mv_away rename to mv_category_benchmarks;
select is((select b.price_median from mart.category_benchmarks as b), 11.00, 'readers go on with what there was');
select is((ops.refresh_benchmarks('2025-03-11 12:15+00')).row_count, 1::bigint, 'and the next turn tries again');
select is((select b.price_median from mart.category_benchmarks as b), 12.00, 'with success');

set local role asinmart_admin;
select lives_ok('select ops.refresh_benchmarks()', 'an admin can refresh without owning the view');
set local role mart_reader;
select is((select b.price_median from mart.category_benchmarks as b), 12.00, 'a reader of mart can read it');

select * from finish();
rollback;

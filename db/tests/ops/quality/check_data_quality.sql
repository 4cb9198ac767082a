begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
select plan(13);

delete from core.ingest_runs;
select is((ops.check_data_quality('2025-03-11 12:00+00')).row_count, 0::bigint, 'an empty database has nothing to check');
select pg_temp.load_run(
    'q1', variadic array(
        select pg_temp.observed('B0TESTA' || lpad(n::text, 3, '0'), '2025-03-10', case when n <= 8 then '{"price": 1}' else '{"status": "blocked"}' end::jsonb)
        from generate_series(1, 20) as n
    )
);
update core.ingest_runs set finished_at = '2025-03-10 12:00+00';
select cmp_ok((ops.check_data_quality('2025-03-11 12:00+00')).row_count, '>', 5::bigint, 'after the day it is measured');
select results_eq(
    $$select q.status, q.value, q.baseline, q.detail from ops.data_quality as q where q.check_name = 'blocked_share'$$,
    $$values ('warning', 0.6, null::numeric, '12 of 20 pages of US from test were blocked on Monday 2025-03-10 (60.0 %); not enough history for a baseline (7 days).')$$,
    'many failures are a finding even without history'
);
select is_empty($$select 1 from ops.data_quality as q where q.status <> 'ok' and q.check_name not in ('blocked_share')$$, 'a young database is none');

create temp table before as select q.ctid as place, q.id from ops.quality_checks as q;
select is((ops.check_data_quality('2025-03-11 18:00+00')).row_count, 0::bigint, 'a second check of the day writes nothing');
select set_eq('select q.ctid as place, q.id from ops.quality_checks as q', 'select b.place, b.id from before as b', 'not even the same again');

select pg_temp.load_run('q2', pg_temp.observed('B0TESTA009', '2025-03-10', '{"price": 2, "scraped_at": "2025-03-10T20:00:00Z"}'));
update core.ingest_runs set finished_at = '2025-03-11 12:00+00' where job_id = 'q2';
select cmp_ok((ops.check_data_quality('2025-03-11 19:00+00')).row_count, '>', 0::bigint, 'late data change what was found');
select is(
    (select q.value from ops.data_quality as q where q.check_name = 'row_count'), 9::numeric, 'the row tells what is there now'
);
delete from core.product_snapshots where status = 'blocked';
delete from core.product_snapshots where status = 'ok';
select ops.check_data_quality('2025-03-11 20:00+00');
select is_empty($$select 1 from ops.quality_checks as q where q.check_name = 'blocked_share'$$, 'what is there no more is not checked any more');

select is((select count(*) from ops.quality_checks as q where q.date > '2025-03-10'), 0::bigint, 'a day that is not over is not judged');
select ops.check_data_quality('2025-03-20 12:00+00');
select isnt_empty($$select 1 from ops.quality_checks as q where q.date = '2025-03-10'$$, 'what was found of earlier days stays');
set local role asinmart_admin;
select lives_ok('select ops.check_data_quality()', 'an admin may ask for it');
select isnt_empty('select 1 from ops.data_quality', 'and read what was found');

select * from finish();
rollback;

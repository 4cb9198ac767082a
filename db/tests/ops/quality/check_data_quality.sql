begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
select plan(13);

delete from core.ingest_runs;
select is((ops.check_data_quality('2025-03-11 12:00+00')).row_count, 0::bigint, 'an empty database has no measurements');
select pg_temp.load_run(
    'q1', variadic array(
        select pg_temp.observed('B0TESTA' || lpad(n::text, 3, '0'), '2025-03-10', case when n <= 8 then '{"price": 1}' else '{"status": "blocked"}' end::jsonb)
        from generate_series(1, 20) as n
    )
);
update core.ingest_runs set finished_at = '2025-03-10 12:00+00';
select cmp_ok((ops.check_data_quality('2025-03-11 12:00+00')).row_count, '>', 5::bigint, 'a day is measured after it has ended');
select results_eq(
    $$select q.status, q.value, q.baseline, q.detail from ops.data_quality as q where q.check_name = 'blocked_share'$$,
    $$values ('warning', 0.6, null::numeric, '12 of 20 pages of US from test were blocked on Monday 2025-03-10 (60.0 %); not enough history for a baseline (7 days).')$$,
    'many failures are a finding even without history'
);
select is_empty($$select 1 from ops.data_quality as q where q.status <> 'ok' and q.check_name not in ('blocked_share')$$, 'a new database has no other findings');

create temp table before as select q.ctid as place, q.id from ops.quality_checks as q;
select is((ops.check_data_quality('2025-03-11 18:00+00')).row_count, 0::bigint, 'a second check of the day writes nothing');
select set_eq('select q.ctid as place, q.id from ops.quality_checks as q', 'select b.place, b.id from before as b', 'equal results are not written again');

select pg_temp.load_run('q2', pg_temp.observed('B0TESTA009', '2025-03-10', '{"price": 2, "scraped_at": "2025-03-10T20:00:00Z"}'));
update core.ingest_runs set finished_at = '2025-03-11 12:00+00' where job_id = 'q2';
select cmp_ok((ops.check_data_quality('2025-03-11 19:00+00')).row_count, '>', 0::bigint, 'late data changes a finding');
select is(
    (select q.value from ops.data_quality as q where q.check_name = 'row_count'), 9::numeric, 'the row has the current value'
);
delete from core.product_snapshots where status = 'blocked';
delete from core.product_snapshots where status = 'ok';
select ops.check_data_quality('2025-03-11 20:00+00');
select is_empty($$select 1 from ops.quality_checks as q where q.check_name = 'blocked_share'$$, 'a subject without data is no longer checked');

select is((select count(*) from ops.quality_checks as q where q.date > '2025-03-10'), 0::bigint, 'a day that has not ended is not judged');
select ops.check_data_quality('2025-03-20 12:00+00');
select isnt_empty($$select 1 from ops.quality_checks as q where q.date = '2025-03-10'$$, 'findings of earlier days stay');
set local role asinmart_admin;
select lives_ok('select ops.check_data_quality()', 'an admin can run it');
select isnt_empty('select 1 from ops.data_quality', 'an admin can read the findings');

select * from finish();
rollback;

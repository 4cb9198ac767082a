begin;
set local search_path to extensions, public;
\ir ../../support/prose.psql
set local role asinmart_owner;
select plan(8);

delete from procrastinate.procrastinate_jobs;
create temp view queued as
select j.args, j.queue_name, j.scheduled_at from procrastinate.procrastinate_jobs as j where j.task_name = 'report_prose';
select pg_temp.report();
select is(ops.queue_report_prose(pg_temp.now()), 0, 'switched off, it enqueues nothing');
update ops.settings as s set value = 'on' where s.name = 'report_prose';
select is(ops.queue_report_prose(pg_temp.now()), 1, 'a new report is enqueued');
select results_eq(
    'select q.args, q.queue_name from queued as q',
    $$values ('{"version": 1, "asin_main": "B0MAIN0001", "tenant_id": "00000000-0000-0000-0000-000000000001", "marketplace": "US"}'::jsonb, 'prose'::varchar)$$, 'by its key'
);
select is(ops.queue_report_prose(pg_temp.now()), 0, 'and not again while it waits');
delete from procrastinate.procrastinate_jobs;
select pg_temp.report(2);
select ops.queue_report_prose(pg_temp.now());
select results_eq($$select q.args ->> 'version' from queued as q$$, array['2'], 'the newest version alone');
delete from procrastinate.procrastinate_jobs;
select is(ops.queue_report_prose(pg_temp.now() + interval '25 hours'), 0, 'one of yesterday is left');
select pg_temp.report(3, p_model => 'm');
select is(ops.queue_report_prose(pg_temp.now()), 0, 'one by a model is not written again');
select pg_temp.report(n, 'B0MAIN000' || n) from generate_series(4, 9) as n;
select pg_temp.attempt('{"version": 4, "asin_main": "B0MAIN0004", "status": "refused"}'), pg_temp.attempt('{"version": 5, "asin_main": "B0MAIN0005", "status": "failed"}'),
    pg_temp.attempt('{"version": 6, "asin_main": "B0MAIN0006", "status": "failed", "retry_at": "2025-03-20 12:05+00"}'),
    pg_temp.attempt('{"version": 7, "asin_main": "B0MAIN0007"}'), pg_temp.attempt('{"version": 8, "asin_main": "B0MAIN0008", "started_at": "2025-03-20 10:00+00"}'),
    pg_temp.attempt('{"version": 9, "asin_main": "B0MAIN0009", "status": "over_budget"}');
select ops.queue_report_prose(pg_temp.now());
select results_eq(
    $$select q.args ->> 'asin_main', q.scheduled_at from queued as q order by 1$$,
    $$values ('B0MAIN0006', '2025-03-20 12:05+00'::timestamptz), ('B0MAIN0008', null)$$, 'lost tasks are: another attempt was due, or one has run for long'
);

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
\ir ../../support/two_tenants.psql
\ir ../../support/search_reports.psql
set local role asinmart_owner;
select plan(6);

select is(ops.requeue_search_reports(pg_temp.now()), 0, 'without open requests nothing is enqueued');
select pg_temp.request() as first_id \gset
select pg_temp.request('{"state": "requested"}'), pg_temp.request('{"state": "loaded"}'), pg_temp.request('{"state": "failed"}');
select is(ops.requeue_search_reports(pg_temp.now()), 2, 'open requests are enqueued');
select results_eq(
    'select t.task_name, t.queue, t.args, t.queueing_lock, t.scheduled_at from ops.task_executions as t order by t.task_id limit 1',
    format(
        $$values ('search_report', 'reports', jsonb_build_object('tenant_id', pg_temp.a(), 'request_id', %1$s), 'search_report:%1$s', pg_temp.now())$$,
        :first_id
    ),
    'each is a task of the worker'
);
select is(ops.requeue_search_reports(pg_temp.now()), 0, 'once');
update procrastinate.procrastinate_jobs as j set status = 'failed' where j.queueing_lock = 'search_report:' || :first_id;
select is(ops.requeue_search_reports(pg_temp.now()), 1, 'a request whose task was lost is enqueued again');
select pg_temp.request() from generate_series(1, 17);
select pg_temp.request('{"region": "eu", "marketplace": "DE"}');
select ops.requeue_search_reports(pg_temp.now());
select results_eq(
    $$select t.scheduled_at - pg_temp.now(), count(*) from ops.task_executions as t where t.status = 'todo' group by 1 order by 1$$,
    $$values (interval '0', 18::bigint), ('1 minute', 1), ('2 minutes', 1)$$, 'past 15 of one account they follow one a minute'
);

select * from finish();
rollback;

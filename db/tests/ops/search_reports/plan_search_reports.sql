begin;
set local search_path to extensions, public;
\ir ../../support/reports.psql
\ir ../../support/two_tenants.psql
\ir ../../support/search_reports.psql
set local role asinmart_owner;
select plan(10);

select pg_temp.map('Acme', pg_temp.a(), variadic array(select 'B0' || lpad(n::text, 8, '0') from generate_series(1, 20) as n));
select pg_temp.map('Acme', pg_temp.b(), 'B000000001');
update ops.settings as s set value = '3' where s.name = 'sqp_reports_per_day';
create function pg_temp.plan(p_at timestamptz default pg_temp.now()) returns bigint language sql volatile
as $$select (ops.plan_search_reports(p_at)).row_count$$;

select is(pg_temp.plan(), 0::bigint, 'without a credential nothing is planned');
select pg_temp.store(), pg_temp.store(pg_temp.b());
set local role asinmart_admin;
select is((ops.plan_search_reports(pg_temp.now())).row_count, 6::bigint, 'an admin plans by hand what the limit of each account allows');
set local role asinmart_owner;
select results_eq(
    'select r.tenant_id, r.start_date, cardinality(r.asins), r.state, r.requested_at from sqp.report_requests as r order by r.tenant_id, r.id',
    $$
        values
            (pg_temp.a(), '2025-03-02'::date, 18, 'queued', pg_temp.now()), (pg_temp.a(), '2025-03-02', 2, 'queued', pg_temp.now()),
            (pg_temp.a(), '2025-02-23', 18, 'queued', pg_temp.now()), (pg_temp.b(), '2025-03-02', 1, 'queued', pg_temp.now()),
            (pg_temp.b(), '2025-02-23', 1, 'queued', pg_temp.now()), (pg_temp.b(), '2025-02-16', 1, 'queued', pg_temp.now())
    $$,
    'the first ones'
);
select is((select count(*) from ops.task_executions as t where t.task_name = 'search_report'), 6::bigint, 'each is a task of the worker');
select is(pg_temp.plan(), 0::bigint, 'planning again changes nothing');
update sqp.report_requests as r set state = 'requested', asked_at = pg_temp.now(), attempts = 1;
select is(pg_temp.plan(pg_temp.now() + interval '23 hours'), 0::bigint, 'what was asked counts for 24 hours');
select is(pg_temp.plan(pg_temp.now() + interval '24 hours'), 3::bigint, 'then the next are planned, and nothing twice');
select results_eq(
    $$
        select r.asins, r.start_date, count(*) from (select unnest(q.asins) as asins, q.start_date, q.tenant_id from sqp.report_requests as q) as r
        group by r.tenant_id, 1, 2 having count(*) > 1
    $$,
    $$select ''::text, null::date, 0::bigint where false$$, 'no product is in two open requests of a period'
);
delete from procrastinate.procrastinate_jobs;
select is(pg_temp.plan(pg_temp.now() + interval '24 hours'), 0::bigint, 'a run without anything due');
select is((select count(*) from ops.task_executions as t where t.task_name = 'search_report'), 9::bigint, 'still enqueues the requests whose tasks were lost');

select * from finish();
rollback;

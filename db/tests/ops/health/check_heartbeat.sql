begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(8);

create function pg_temp.found() returns table (status text, detail text, advice text) language sql as $$
    select c.status, c.detail, c.advice from ops.check_heartbeat('2025-03-10 12:00+00') as c
$$;
update ops.settings set value = '3 minutes' where name = 'heartbeat_max_age';
update ops.jobs set registered_at = '2025-03-10 11:58+00' where job_name = 'watchdog';
delete from ops.heartbeats;
select results_eq(
    'select f.status, f.detail from pg_temp.found() as f', $$values ('ok', 'last heartbeat 00:02:00 ago')$$,
    'a newly registered watchdog without a heartbeat is ok'
);
insert into ops.heartbeats (name, beat_at) values ('watchdog', '2025-03-10 11:59:30+00');
select results_eq(
    'select f.status, f.detail from pg_temp.found() as f', $$values ('ok', 'last heartbeat 00:00:30 ago')$$, 'a fresh heartbeat is ok'
);
insert into ops.job_runs (job_name, started_at, pid) values ('rotate-history', '2025-03-10 11:50+00', pg_backend_pid());
select is((select f.detail from pg_temp.found() as f), 'last heartbeat 00:00:30 ago', 'running jobs do not matter then');

update ops.heartbeats set beat_at = '2025-03-10 11:51+00';
update ops.jobs set registered_at = '2025-03-01';
update ops.job_runs set pid = -1 where job_name = 'rotate-history';
select results_eq(
    'select f.* from pg_temp.found() as f',
    $$values (
        'critical', 'last heartbeat 00:09:00 ago', 'See check "scheduler", then the entries of the watchdog in cron.job_run_details.'
    )$$,
    'an old heartbeat is critical; a run whose session has ended does not block the watchdog'
);
update ops.job_runs set started_at = clock_timestamp(), pid = pg_backend_pid() where job_name = 'rotate-history';
select matches(
    (select f.detail from pg_temp.found() as f), '^last heartbeat 00:09:00 ago; job rotate-history has been running for ',
    'the running job that blocks the watchdog is named'
);
select is(
    (select f.advice from pg_temp.found() as f),
    format('Before version 1.5 pg_cron starts no job until that one ends: wait, or select pg_cancel_backend(%s).', pg_backend_pid()),
    'the advice says what to do'
);
update ops.job_runs set triggered_by = 'manual' where job_name = 'rotate-history';
select is((select f.detail from pg_temp.found() as f), 'last heartbeat 00:09:00 ago', 'a manual run does not block the scheduler');

delete from ops.jobs where job_name = 'watchdog';
select results_eq(
    'select f.* from pg_temp.found() as f',
    $$values ('critical', 'the watchdog job is not registered', 'Apply the files in db/jobs again.')$$,
    'without a watchdog there is no heartbeat'
);

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(6);

select lives_ok(
    $$select ops.schedule_job('tap', '5 4 * * *', 'ops.ensure_partitions', 'Test.', '2 hours', '5 minutes')$$, 'a job can be registered'
);
select results_eq(
    $$select j.schedule, j.function_name, j.max_staleness, j.max_runtime, j.is_active from ops.jobs as j where j.job_name = 'tap'$$,
    $$values ('5 4 * * *', 'ops.ensure_partitions', interval '2 hours', interval '5 minutes', true)$$,
    'it is registered with its limits for the watchdog'
);
update ops.jobs set is_active = false, lock_timeout = '9 seconds', registered_at = '2025-01-01' where job_name = 'tap';
select ops.schedule_job('tap', '6 4 * * *', 'ops.ensure_partitions', 'Test again.', '3 hours', '5 minutes');
select results_eq(
    $$select j.schedule, j.max_staleness, j.is_active, j.lock_timeout, j.registered_at from ops.jobs as j where j.job_name = 'tap'$$,
    $$values ('6 4 * * *', interval '3 hours', false, interval '9 seconds', '2025-01-01'::timestamptz)$$,
    'registering it again keeps an operator''s pause'
);
update ops.jobs set schedule = '7 7 * * *' where job_name = 'tap';
select ops.schedule_job('tap', '8 4 * * *', 'ops.ensure_partitions', 'Test again.', '3 hours', '5 minutes');
select results_eq(
    $$select j.schedule, j.default_schedule from ops.jobs as j where j.job_name = 'tap'$$, $$values ('7 7 * * *', '8 4 * * *')$$,
    'registering it again keeps an operator''s schedule'
);
select is_empty(
    $$
        select j.job_name from ops.jobs as j
        left join pg_proc as p on p.oid = j.function_name::regproc
        where p.prorettype is distinct from 'ops.job_slice'::regtype or p.pronargs > p.pronargdefaults
    $$,
    'every registered function can be called without arguments and returns a slice'
);
reset role;
set local role asinmart_admin;
select throws_ok(
    $$select ops.schedule_job('tap', '* * * * *', 'ops.ensure_partitions', 'x', '1 hour', '1 hour')$$, '42501', null, 'the jobs of db/jobs are registered'
);

select * from finish();
rollback;

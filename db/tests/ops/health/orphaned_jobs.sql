begin;
set local search_path to extensions, public;
select plan(5);

set local role asinmart_owner;
select is_empty('select o.job_id from ops.orphaned_jobs() as o', 'without pg_cron there is none');
reset role;
create schema cron;
create table cron.job (jobid bigint, jobname name, username text, active boolean);
insert into cron.job (jobid, jobname, username, active) values (1, 'kept', 'asinmart_owner', true), (2, 'lost', 'tap_dropped', false), (3, null, 'tap_dropped', true);
set local role asinmart_owner;
select is_empty('select o.job_id from ops.orphaned_jobs() as o', 'nor where the administrator does not show the jobs of all roles');
reset role;
grant usage on schema cron to asinmart_monitor;
grant select on cron.job to asinmart_monitor;
set local role asinmart_owner;
select results_eq(
    'select o.job_id, o.job_name, o.login, o.is_active from ops.orphaned_jobs() as o',
    $$values (2::bigint, 'lost', 'tap_dropped', false), (3, null, 'tap_dropped', true)$$, 'jobs whose role is gone are found, inactive ones too'
);
select results_eq(
    'select c.status, c.detail, c.advice from ops.check_dropped_roles() as c',
    $$values (
        'critical', 'the role of these jobs in cron.job was dropped: job 2 (lost) of tap_dropped, inactive; job 3 of tap_dropped',
        'As the administrator of the server: select cron.unschedule(2); select cron.unschedule(3); Then see check "scheduler". If the job is still wanted, its new role schedules it again.'
    )$$,
    'the doctor names each and what removes it'
);
set local role asinmart_admin;
select throws_ok('select ops.orphaned_jobs()', '42501', null, 'others see it in the doctor only');

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
select plan(4);

select is_empty($$select ops.check_starts('2025-03-10 12:00+00')$$, 'without pg_cron there is nothing to say');
-- What pg_cron writes, which is not installed for these tests.
create schema cron;
create table cron.job_run_details (runid bigint, status text, return_message text, start_time timestamptz, end_time timestamptz);
grant usage on schema cron to asinmart_owner;
grant select, delete on cron.job_run_details to asinmart_owner;
insert into cron.job_run_details values
    (1, 'failed', 'could not start background process', null, null), (2, 'succeeded', '', '2025-03-10 10:30+00', '2025-03-10 10:30+00'),
    (3, 'succeeded', '', '2025-03-10 11:30+00', '2025-03-10 11:30+00'), (4, 'failed', 'no luck', '2025-03-10 11:40+00', '2025-03-10 11:40+00');
select is((select c.status from ops.check_starts('2025-03-10 12:00+00') as c), 'ok', 'old failures and those of runs that began are not its matter');
insert into cron.job_run_details values (5, 'failed', 'could not start background process', null, null);
select results_eq(
    $$select c.status, c.detail from ops.check_starts('2025-03-10 12:00+00') as c$$,
    $$values ('critical', 'pg_cron could not start 1 runs of the last hour: could not start background process')$$, 'a run that did not begin is reported'
);
select ops.rotate_history('2025-09-10 10:00+00');
select results_eq('select d.runid from cron.job_run_details as d', 'values (5::bigint)', 'rows without times are deleted with those before them');

select * from finish();
rollback;

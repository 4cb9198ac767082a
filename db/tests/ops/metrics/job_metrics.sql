begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(9);

create function pg_temp.value(p_metric text, p_labels jsonb default '{}') returns double precision language sql as $$
    select m.value from ops.job_metrics('2025-03-10 12:00+00') as m where m.metric = p_metric and m.labels = p_labels
$$;
delete from ops.job_runs;
delete from ops.heartbeats;
select is(
    (select count(*) from ops.job_metrics('2025-03-10 12:00+00') as m where m.metric = 'asinmart_job_last_success_timestamp_seconds' and m.value = 0),
    (select count(*) from ops.jobs), 'every job has a series before its first run, with 0'
);
insert into ops.job_runs (job_name, started_at, finished_at, status, row_count) values
    ('watchdog', '2025-03-10 11:58+00', '2025-03-10 11:58:02.5+00', 'succeeded', 7),
    ('watchdog', '2025-03-10 11:59+00', '2025-03-10 11:59:01+00', 'failed', 0);
select is(
    pg_temp.value('asinmart_job_last_success_timestamp_seconds', '{"job": "watchdog"}'),
    extract(epoch from '2025-03-10 11:58:02.5+00'::timestamptz)::double precision, 'the end of the last success is an instant, not an age'
);
select is(pg_temp.value('asinmart_job_last_start_timestamp_seconds', '{"job": "watchdog"}'), extract(epoch from '2025-03-10 11:59+00'::timestamptz)::double precision, 'the start of a later failed run is shown');
select is(pg_temp.value('asinmart_job_duration_seconds', '{"job": "watchdog"}'), 2.5::double precision, 'there is the duration');
select is(pg_temp.value('asinmart_job_rows_written', '{"job": "watchdog"}'), 7::double precision, 'there is the number of rows');
select is(pg_temp.value('asinmart_job_consecutive_failures', '{"job": "watchdog"}'), 1::double precision, 'failures since the last success are counted');
insert into ops.heartbeats (name, beat_at) values ('watchdog', '2025-03-10 11:59:30+00');
select results_eq(
    $$select pg_temp.value('asinmart_heartbeat_timestamp_seconds', '{"sender": "watchdog"}'), pg_temp.value('asinmart_heartbeat_timestamp_seconds', '{"sender": "worker"}')$$,
    $$values (extract(epoch from '2025-03-10 11:59:30+00'::timestamptz)::double precision, 0::double precision)$$, 'a sender without a heartbeat has 0'
);
select is(
    pg_temp.value('asinmart_job_deadline_timestamp_seconds', '{"job": "watchdog"}'),
    (select extract(epoch from greatest('2025-03-10 11:58:02.5+00', j.registered_at) + interval '3 minutes') from ops.jobs as j where j.job_name = 'watchdog')::double precision,
    'the deadline is that of the last success, or of the registration'
);
drop table ops.task_failures cascade;
alter table procrastinate.procrastinate_jobs rename to gone;
select is(pg_temp.value('asinmart_tasks_due'), 0::double precision, 'without a queue no task is due');

select * from finish();
rollback;

-- Metrics of schedules and of the worker: the time of each job's last success, not its age, which would be out of date
-- between two scrapes.
create or replace function ops.job_metrics(p_now timestamptz)
returns setof ops.metric
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select m.metric, m.kind, m.description, jsonb_build_object('job', j.job_name), m.value
    from ops.job_health as j
    inner join ops.jobs as known on known.job_name = j.job_name
    left join lateral (
        select extract(epoch from r.finished_at - r.started_at) as seconds
        from ops.job_runs as r
        where r.job_name = j.job_name and r.status = 'succeeded'
        order by r.started_at desc
        limit 1
    ) as last_success on true
    cross join lateral (
        values
            (
                'asinmart_job_last_success_timestamp_seconds', 'gauge', 'End of the last run that succeeded; 0: none yet.',
                coalesce(extract(epoch from j.last_success_at), 0)
            ),
            (
                'asinmart_job_last_start_timestamp_seconds', 'gauge', 'Start of the last run that was not skipped; 0: none yet.',
                coalesce(extract(epoch from j.last_started_at), 0)
            ),
            ('asinmart_job_duration_seconds', 'gauge', 'How long the last successful run took.', coalesce(last_success.seconds, 0)),
            ('asinmart_job_rows_written', 'gauge', 'Rows that the last successful run wrote.', coalesce(j.last_row_count, 0)),
            ('asinmart_job_consecutive_failures', 'gauge', 'Failed runs since the last success.', j.consecutive_failures),
            (
                'asinmart_job_max_staleness_seconds', 'gauge', 'How old the last success may be.',
                extract(epoch from j.max_staleness)
            ),
            (
                'asinmart_job_deadline_timestamp_seconds', 'gauge', 'When the job is overdue unless it succeeds before.',
                extract(epoch from greatest(j.last_success_at, known.registered_at) + j.max_staleness)
            ),
            ('asinmart_job_active', 'gauge', '1: scheduled; 0: paused.', j.is_active::integer)
    ) as m (metric, kind, description, value)
    union all
    select
        'asinmart_heartbeat_timestamp_seconds', 'gauge', 'Last sign of life of the scheduler (watchdog) and the worker; 0: none yet.',
        jsonb_build_object('sender', s.name), coalesce(extract(epoch from h.beat_at), 0)
    from (values ('watchdog'), ('worker')) as s (name)
    left join ops.heartbeats as h on h.name = s.name
    union all
    select m.metric, 'gauge', m.description, '{}', coalesce(m.value, 0)
    from (select) as always
    left join ops.task_backlog(p_now) as b on true
    cross join lateral (
        values
            ('asinmart_tasks_due', 'Tasks of the worker that are due.', b.due_count),
            ('asinmart_oldest_due_task_timestamp_seconds', 'Since when the oldest of them is due; 0: none is.', extract(epoch from b.due_at)),
            ('asinmart_tasks_dead', 'Tasks of the worker given up in the last day.', b.dead_count)
    ) as m (metric, description, value);
$$;
comment on function ops.job_metrics(timestamptz) is 'Part of api.metrics: jobs, heartbeats, tasks.';

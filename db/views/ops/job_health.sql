create or replace view ops.job_health as
select
    j.job_name,
    j.schedule,
    j.is_active,
    last_run.started_at as last_started_at,
    last_run.status as last_status,
    last_success.finished_at as last_success_at,
    last_success.row_count as last_row_count,
    coalesce(failures.failure_count, 0) as consecutive_failures,
    case when last_run.status = 'failed' then last_run.error end as last_error,
    j.is_active and greatest(last_success.finished_at, j.registered_at) < now() - j.max_staleness as is_overdue,
    j.max_staleness,
    j.description,
    j.paused_at,
    j.paused_by
from ops.jobs as j
left join lateral (
    select r.started_at, r.status, r.error
    from ops.job_runs as r
    where r.job_name = j.job_name and r.status <> 'skipped'
    order by r.started_at desc
    limit 1
) as last_run on true
left join lateral (
    select r.id, r.finished_at, r.row_count
    from ops.job_runs as r
    where r.job_name = j.job_name and r.status = 'succeeded'
    order by r.started_at desc
    limit 1
) as last_success on true
left join lateral (
    select count(*) as failure_count
    from ops.job_runs as r
    where r.job_name = j.job_name and r.status = 'failed' and r.id > coalesce(last_success.id, 0)
) as failures on true;
comment on view ops.job_health is 'One row per job: when it last ran and succeeded, and whether it is overdue.';
comment on column ops.job_health.job_name is 'Job.';
comment on column ops.job_health.schedule is 'Cron expression in force, UTC.';
comment on column ops.job_health.is_active is 'False: paused.';
comment on column ops.job_health.last_started_at is 'Start of the last run that was not skipped.';
comment on column ops.job_health.last_status is 'Status of that run.';
comment on column ops.job_health.last_success_at is 'End of the last successful run; null: none yet.';
comment on column ops.job_health.last_row_count is 'Rows written by the last successful run.';
comment on column ops.job_health.consecutive_failures is 'Failed runs since the last success.';
comment on column ops.job_health.last_error is 'Error message of the last run if it failed.';
comment on column ops.job_health.is_overdue is 'True when the last success, or else the registration, is older than max_staleness.';
comment on column ops.job_health.max_staleness is 'Maximum age of the last success.';
comment on column ops.job_health.description is 'Purpose of the job.';
comment on column ops.job_health.paused_at is 'When ops.pause_job paused it; null: not paused by it.';
comment on column ops.job_health.paused_by is 'Login that paused it; null: not paused by ops.pause_job.';
grant select on ops.job_health to asinmart_loader, asinmart_api, asinmart_admin;

-- Returns the state of the installation in one document: every check of ops.doctor, the jobs, what waits for the worker and for
-- promotion, and the rejects. It covers all tenants, so the API gives it to administrators of the installation alone.
create or replace function api.operations(p_now timestamptz default now())
returns text
language sql
stable
security definer  -- the API reads neither staging nor the queue; only these figures leave
set search_path = pg_catalog, pg_temp
as $$
    select json_build_object('data', json_build_object(
        'checks', (
            select json_agg(json_build_object('name', d.check_name, 'status', d.status, 'detail', d.detail, 'advice', d.advice) order by d.place)
            from ops.doctor(p_now) with ordinality as d (check_name, status, detail, advice, place)
        ),
        'jobs', (
            select coalesce(json_agg(
                json_build_object(
                    'name', j.job_name, 'description', j.description, 'schedule', j.schedule, 'is_active', j.is_active,
                    'last_started_at', j.last_started_at, 'last_status', j.last_status,
                    'last_duration_seconds', extract(epoch from r.finished_at - r.started_at), 'last_success_at', j.last_success_at,
                    'last_error', j.last_error, 'is_overdue', coalesce(j.is_overdue, false)
                )
                order by j.job_name
            ), '[]')
            from ops.job_health as j
            left join ops.job_runs as r on r.job_name = j.job_name and r.started_at = j.last_started_at and r.status = j.last_status
        ),
        'queue', (
            select coalesce(json_agg(
                json_build_object(
                    'kind', q.kind, 'name', q.name, 'queue', q.queue, 'status', q.status, 'count', q.item_count, 'oldest_at', q.oldest_at
                )
                order by q.kind desc, q.name, q.queue, q.status
            ), '[]')
            from ops.queue_counts() as q
        ),
        'promotion', (
            select json_build_object(
                'waiting_run_count', p.waiting_runs, 'waiting_item_count', w.item_count, 'oldest_waiting_at', p.oldest_waiting_at,
                'oldest_job_id', w.job_id, 'stopped_run_count', p.stopped_runs, 'last_promoted_at', p.last_promoted_at,
                'open_reject_count', p.open_rejects
            )
            from ops.pipeline_status as p
            cross join (
                select
                    coalesce(sum(i.item_count - i.promoted_item_no), 0) as item_count,
                    (array_agg(i.job_id order by i.queued_at, i.id))[1] as job_id
                from core.ingest_runs as i
                where i.status = 'LANDED'
            ) as w
        ),
        'rejects', (
            select coalesce(json_agg(
                json_build_object(
                    'job_id', g.job_id, 'source', g.source, 'stage', g.stage, 'code', g.code, 'reason', g.reason, 'count', g.reject_count,
                    'newest_at', g.newest_at, 'sample', g.sample
                )
                order by g.newest_at desc, g.job_id, g.stage, g.code
            ), '[]')
            from ops.reject_groups(50) as g
        )
    ))::text;
$$;
comment on function api.operations(timestamptz)
    is 'State of the installation: checks, jobs, what waits for the worker and for promotion, and rejects; for administrators of the installation.';
grant execute on function api.operations(timestamptz) to asinmart_api;

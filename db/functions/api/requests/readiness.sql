-- Load balancers call this every few seconds for every process, so it reads only single rows by key. Faults of the
-- schedule or the data are in the body and do not change the status; api.health has the rest.
create or replace function api.readiness(p_now timestamptz default now())
returns table (schema_version bigint, body text)
language sql
stable
security definer  -- the caller need not be able to read core and ops
set search_path = pg_catalog, pg_temp
as $$
    select
        max(v.version),
        json_build_object(
            'schema_version', max(v.version),
            'data_version', api.data_version(),
            'heartbeat_at', max(h.beat_at),
            'scheduler', case when max(h.beat_at) > p_now - ops.setting('heartbeat_max_age')::interval then 'ok' else 'late' end,
            'last_promoted_at', (
                select r.finished_at
                from core.ingest_runs as r
                where r.status in ('SUCCESS', 'PARTIAL')
                order by r.id desc
                limit 1
            )
        )::text
    from public.schema_version as v
    left join ops.heartbeats as h on h.name = 'watchdog';
$$;
comment on function api.readiness(timestamptz) is 'Versions, scheduler and freshness, cheap enough for load balancers.';
grant execute on function api.readiness(timestamptz) to asinmart_api;

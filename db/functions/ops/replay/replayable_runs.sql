-- The runs that a replay would requeue, in its order, which is that of their first promotion: on equal instants the
-- later run counts, and only the newest day of a product alerts. Runs never promoted come last, in the order in which
-- they landed.
-- p_from and p_to bound the arrival of items, p_to not included; null is no bound. Runs whose items retention has
-- dropped, and waiting runs without a promoted slice, are left out: the latter will be read by today's adapters anyway.
create or replace function ops.replayable_runs(
    p_from timestamptz default null,
    p_to timestamptz default null,
    p_job_id text default null
)
returns table (place integer, job_id text, status text, item_count integer, rejected_count integer, landed_at timestamptz)
language sql
stable
security definer  -- the caller need not be able to read staging
set search_path = pg_catalog, pg_temp
as $$
    select
        row_number() over (order by r.promoted_at nulls last, r.landed_at, r.id)::integer,
        r.job_id, r.status, r.item_count, r.rejected_count, r.landed_at
    from core.ingest_runs as r
    left join lateral (
        -- A limit, so that each run needs one index lookup, not a scan of staging.
        select e.id
        from staging_raw.raw_events as e
        where e.job_id = r.job_id
            and e.fetched_at >= coalesce(p_from, '-infinity')
            and e.fetched_at < coalesce(p_to, 'infinity')
            and e.fetched_at between r.started_at - interval '1 day' and r.landed_at + interval '1 day'
        limit 1
    ) as kept on true
    where r.status <> 'LOADING'
        and r.started_at >= ops.horizon('staging_raw.raw_events')::timestamp at time zone 'UTC'
        and (p_job_id is null or r.job_id = p_job_id)
        and (p_job_id is not null or r.status <> 'LANDED' or r.promoted_item_no > 0)
        and (
            kept.id is not null
            or (
                p_job_id is not null
                and r.item_count = (
                    select count(*) from staging_raw.rejected_events as x where x.job_id = r.job_id and x.stage = 'load'
                )
            )
        )
    order by 1;
$$;
comment on function ops.replayable_runs(timestamptz, timestamptz, text) is 'Runs that a replay of a range of arrivals, or of one run, would requeue, in its order.';
grant execute on function ops.replayable_runs(timestamptz, timestamptz, text) to asinmart_loader, asinmart_admin;

-- Returns why a partition must be kept for now, as one sentence; null when it may be removed. p_relation is one of many
-- tables, so the query on it is dynamic.
create or replace function ops.retention_refusal(
    p_parent text,
    p_relation oid,
    p_to_at timestamptz
)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_to date := (p_to_at at time zone 'UTC')::date;
    v_reason text;
begin
    select c.reason into v_reason from ops.retention_conflicts() as c where c.parent = p_parent limit 1;
    if found then
        return v_reason;
    end if;

    -- The policies do not conflict, but the mart's own old partitions must be removed first.
    select format('%s has days from %s on, which need the days of this table from %s on', n.dependent, oldest.day, oldest.day - n.margin_days)
    into v_reason
    from ops.retention_needs() as n
    cross join lateral (
        select greatest((min(b.from_at) at time zone 'UTC')::date, ops.horizon(n.dependent)) as day
        from ops.partition_bounds(n.dependent) as b
        having count(*) > 0
    ) as oldest
    where n.source = p_parent and oldest.day - n.margin_days < v_to
    order by oldest.day - n.margin_days, n.dependent
    limit 1;
    if found then
        return v_reason;
    end if;

    if p_parent = 'staging_raw.raw_events' then
        execute format(
            $sql$
                select format('run %%s is %%s and has items here: wait for its promotion, or replay it', r.job_id, r.status)
                from core.ingest_runs as r
                where r.status in ('LOADING', 'LANDED', 'HALTED', 'FAILED')
                    and exists (select from %1$s as e where e.job_id = r.job_id)
                union all
                select format('run %%s has open rejects here: replay it, or select ops.dismiss_rejects(%%L)', r.job_id, r.job_id)
                from staging_raw.rejected_events as r
                where r.resolved_at is null
                    and r.raw_event_id is not null
                    and exists (select from %1$s as e where e.id = r.raw_event_id)
                limit 1
            $sql$,
            p_relation::regclass
        ) into v_reason;
        return v_reason;
    end if;

    if p_parent in ('core.product_snapshots', 'core.product_metrics_daily') then
        return (
            select 'runs wait for promotion and may hold observations of these days'
            where exists (select from core.ingest_runs as r where r.status = 'LANDED')
            union all
            select 'manual changes of these days wait for a refresh'
            where exists (select from ops.dirty_days as d where d.date <= v_to)
            limit 1
        );
    end if;
    return null;
end;
$$;
comment on function ops.retention_refusal(text, oid, timestamptz) is 'Reason why a partition must be kept although it is past its retention; null when it may be removed.';

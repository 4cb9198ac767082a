-- Open rejects by run, stage and code, the newest first; the sentence and the original are those of the newest of each group, the
-- original cut to 500 characters. Retention may have removed it.
create or replace function ops.reject_groups(p_limit integer)
returns table (
    job_id text, source text, stage text, code text, reason text, reject_count bigint, newest_at timestamptz, sample text
)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    with newest as (
        select e.job_id, e.stage, e.reason_code, count(*) as reject_count, max(e.rejected_at) as newest_at, max(e.id) as id
        from staging_raw.rejected_events as e
        where e.resolved_at is null
        group by e.job_id, e.stage, e.reason_code
        order by max(e.rejected_at) desc, max(e.id) desc
        limit p_limit
    )
    select
        n.job_id, r.source, n.stage, n.reason_code, e.detail, n.reject_count, n.newest_at,
        left(coalesce(e.raw_text, i.payload::text), 500)
    from newest as n
    inner join staging_raw.rejected_events as e on e.id = n.id
    left join core.ingest_runs as r on r.job_id = n.job_id
    -- The instants leave out the partitions of other months.
    left join staging_raw.raw_events as i
        on i.id = e.raw_event_id and i.fetched_at between r.started_at - interval '1 day' and r.landed_at + interval '1 day'
    order by n.newest_at desc, n.id desc;
$$;
comment on function ops.reject_groups(integer) is 'Open rejects by run, stage and code, with the newest of each as an example.';

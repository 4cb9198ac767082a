-- Raw events that may state the values of cells that were read from payloads: the event of the row itself; with p_is_wide instead the
-- other items of the run about the product (a new and a used offer of one instant become one observation), then the items of
-- its earlier observations (a description keeps what a newer page lacks), newest first.
create or replace function ops.stated_events(
    p_nodes ops.explain_node[],
    p_is_wide boolean
)
returns table (
    step_no integer,
    rank integer,
    raw_event_id bigint,
    job_id text
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
    if not p_is_wide then
        return query
        select n.step_no, 0, (n.row_values ->> 'raw_event_id')::bigint, n.row_values ->> 'job_id'
        from unnest(p_nodes) as n;
        return;
    end if;
    return query
    with cells as (
        select n.step_no, n.key ->> 'asin' as asin, n.key ->> 'marketplace' as marketplace,
            (n.row_values ->> 'raw_event_id')::bigint as raw_event_id, n.row_values ->> 'job_id' as job_id
        from unnest(p_nodes) as n
    )
    select c.step_no, 1, r.id, r.job_id
    from cells as c
    inner join core.ingest_runs as g on g.job_id = c.job_id
    cross join lateral (
        select e.id, e.job_id
        from staging_raw.raw_events as e
        where e.job_id = c.job_id and e.asin = c.asin and e.id <> c.raw_event_id
            and e.fetched_at between g.started_at - interval '1 day' and g.landed_at + interval '1 day'
        limit 20
    ) as r
    union all
    select c.step_no, 2 + s.place::integer, s.raw_event_id, s.job_id
    from cells as c
    cross join lateral (
        select o.raw_event_id, o.job_id, row_number() over (order by o.scraped_at desc) as place
        from core.product_snapshots as o
        where o.asin = c.asin and o.marketplace = c.marketplace and o.raw_event_id <> c.raw_event_id
        order by o.scraped_at desc
        limit 20
    ) as s;
end;
$$;
comment on function ops.stated_events(ops.explain_node[], boolean) is 'Raw events that may state the values of cells.';

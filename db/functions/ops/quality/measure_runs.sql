-- Rows that each source delivered on each of the last complete days of UTC since its first run, and how many of them
-- were rejected or duplicates. A day without a run counts as 0.
create or replace function ops.measure_runs(
    p_now timestamptz,
    p_days integer
)
returns setof ops.quality_measure
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    with calendar as (
        select s.source, day.moment::date as date
        from (
            select r.source, min(r.finished_at at time zone 'UTC') as first_at
            from core.ingest_runs as r
            where r.finished_at is not null
            group by r.source
        ) as s
        cross join lateral generate_series(
            date_trunc('day', greatest(s.first_at, p_now at time zone 'UTC' - p_days * interval '1 day')),
            date_trunc('day', p_now at time zone 'UTC') - interval '1 day',
            interval '1 day'
        ) as day (moment)
    ),
    delivered as (
        select
            r.source,
            (r.finished_at at time zone 'UTC')::date as date,
            sum(r.received_count) as received_count,
            sum(r.rejected_count) as rejected_count,
            sum(r.duplicate_count) as duplicate_count
        from core.ingest_runs as r
        where r.finished_at >= p_now - (p_days + 1) * interval '1 day'
        group by r.source, (r.finished_at at time zone 'UTC')::date
    )
    select c.date, null::text, v.check_name, c.source, v.part, v.whole, null::numeric
    from calendar as c
    left join delivered as d on d.source = c.source and d.date = c.date
    cross join lateral (values
        ('received_count', coalesce(d.received_count, 0)::numeric, null::numeric),
        ('reject_share', d.rejected_count, d.received_count),
        ('duplicate_share', d.duplicate_count, d.received_count)
    ) as v (check_name, part, whole)
    where v.check_name = 'received_count' or v.whole > 0;
$$;
comment on function ops.measure_runs(timestamptz, integer) is 'Part of check-data-quality: rows received, rejected and already known, by source.';

-- Never critical: a critical check takes the API out of service, and doubtful data are still served. A finding counts
-- while its day is still measured; later it cannot be repaired.
create or replace function ops.check_quality(p_now timestamptz)
returns table (check_name text, status text, detail text, advice text)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select
        'data quality',
        case when bool_or(q.status <> 'ok') then 'warning' else 'ok' end,
        case
            when count(*) = 0 then 'no check ran in the last days'
            when bool_and(q.status = 'ok') then format('%s checks, nothing unusual', count(*))
            else format(
                '%s of %s checks are unusual, %s of them critical; worst: %s',
                count(*) filter (where q.status <> 'ok'),
                count(*),
                count(*) filter (where q.status = 'critical'),
                (array_agg(q.detail order by array_position(array['critical', 'warning', 'ok'], q.status), q.date desc, q.detail))[1]
            )
        end,
        'See ops.data_quality; limits are the quality_... rows of ops.settings.'
    from ops.data_quality as q
    where q.date >= (p_now at time zone 'UTC')::date - ops.setting('quality_days')::integer;
$$;
comment on function ops.check_quality(timestamptz) is 'Part of ops.doctor: the worst finding of check-data-quality.';

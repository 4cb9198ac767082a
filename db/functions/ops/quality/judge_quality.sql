-- Findings of check-data-quality on the last quality_days complete days: each measurement with its baseline, the median
-- of the days before, of the same weekday where three of them are known. Shares of failures are compared with zero when
-- there is no history; other measurements wait until quality_min_days were measured.
create or replace function ops.judge_quality(p_now timestamptz)
returns table (
    measure ops.quality_measure,
    value numeric,
    baseline numeric,
    threshold numeric,
    status text,
    detail text
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
as $$
declare
    v_days integer := ops.setting('quality_days')::integer;
    v_before integer := ops.setting('quality_baseline_days')::integer;
    v_min_days integer := ops.setting('quality_min_days')::integer;
    v_min_rows integer := ops.setting('quality_min_rows')::integer;
    v_factor numeric := ops.setting('quality_critical_factor')::numeric;
begin
    return query
    with measured as materialized (
        select m.*, case when m.whole is null then m.part else m.part / nullif(m.whole, 0) end as value
        from (
            select * from ops.measure_days(p_now, v_days + v_before)
            union all
            select * from ops.measure_coverage(p_now, v_days + v_before)
            union all
            select * from ops.measure_tracked(p_now, v_days)
            union all
            select * from ops.measure_observations(p_now, v_days + v_before)
            union all
            select * from ops.measure_runs(p_now, v_days + v_before)
        ) as m
    ),
    usual as (
        select
            m.date, m.marketplace, m.check_name, m.subject, m.part, m.whole, m.usual, m.value,
            coalesce(
                m.usual,
                case
                    when count(h.date) filter (where extract(dow from h.date) = extract(dow from m.date)) >= 3
                        and m.check_name in ('row_count', 'received_count', 'coverage')
                        then percentile_cont(0.5) within group (order by h.value)
                            filter (where extract(dow from h.date) = extract(dow from m.date))
                    when count(h.date) >= v_min_days then percentile_cont(0.5) within group (order by h.value)
                end::numeric
            ) as baseline
        from measured as m
        inner join ops.last_complete_day(p_now) as l on coalesce(l.marketplace, '') = coalesce(m.marketplace, '')
        left join measured as h
            on h.check_name = m.check_name and h.subject = m.subject and coalesce(h.marketplace, '') = coalesce(m.marketplace, '')
            and h.date < m.date and h.date >= m.date - v_before
        where m.value is not null and m.date > l.date - v_days
        group by m.date, m.marketplace, m.check_name, m.subject, m.part, m.whole, m.usual, m.value
    )
    select
        row(u.date, u.marketplace, u.check_name, u.subject, u.part, u.whole, u.usual)::ops.quality_measure,
        round(u.value, 4), round(u.baseline, 4), j.threshold, j.status,
        ops.quality_sentence(
            row(u.date, u.marketplace, u.check_name, u.subject, u.part, u.whole, u.usual)::ops.quality_measure,
            u.baseline, v_min_days, v_min_rows
        )
    from usual as u
    cross join lateral ops.quality_verdict(u.check_name, u.value, u.baseline, u.whole, v_min_rows, v_factor) as j;
end;
$$;
comment on function ops.judge_quality(timestamptz) is 'Part of check-data-quality: each measurement, its baseline, and the verdict.';

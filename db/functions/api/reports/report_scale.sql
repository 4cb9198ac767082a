-- Ticks are round: 1, 2 or 5 times a power of 10 apart, and for ranks that differ by a factor of 20 or more, of which the scale is
-- logarithmic, such numbers themselves.
create or replace function api.report_scale(
    p_low numeric,
    p_high numeric,
    p_is_rank boolean
)
returns table (low numeric, high numeric, is_log boolean, decimals integer, ticks numeric[])
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
    with rough as (
        select
            greatest((p_high - p_low) / 4, p_high / 50, case when p_is_rank then 1 else 0.01 end) as gap,
            coalesce(p_is_rank and p_high >= p_low * 20, false) as is_log
    ),
    linear as (
        select trim_scale(min(s.step)) as step
        from rough as r
        cross join lateral (select power(10::numeric, floor(log(r.gap))) * f as step from unnest(array[1, 2, 5, 10]) as f) as s
        where s.step >= r.gap
    ),
    limits as (
        select
            greatest(floor(p_low / l.step) * l.step, case when p_is_rank then 1 else 0 end) as low,
            ceil(p_high / l.step) * l.step as high
        from linear as l
        cross join rough as r
        where not r.is_log
        union all
        select max(n.tick) filter (where n.tick <= p_low), min(n.tick) filter (where n.tick >= p_high)
        from rough as r
        cross join lateral (
            select trim_scale(f * power(10::numeric, e)) as tick from unnest(array[1, 2, 5]) as f cross join generate_series(0, 9) as e
        ) as n
        where r.is_log
        having max(r.is_log::integer) = 1
    ),
    widened as (
        select m.low, case when m.high > m.low then m.high else m.low + l.step end as high, l.step, r.is_log
        from limits as m
        cross join linear as l
        cross join rough as r
    )
    select
        w.low, w.high, w.is_log, case when w.step < 1 then 2 else 0 end,
        case
            when w.is_log then (
                select array_agg(t.tick order by t.tick)
                from (
                    select trim_scale(f * power(10::numeric, e)) as tick
                    from unnest(case when w.high > w.low * 1000 then array[1] else array[1, 2, 5] end) as f
                    cross join generate_series(0, 9) as e
                    union
                    select unnest(array[w.low, w.high])
                ) as t
                where t.tick between w.low and w.high
            )
            else (
                select array_agg(distinct greatest(t, w.low) order by greatest(t, w.low))
                from generate_series(floor(w.low / w.step) * w.step, w.high, w.step) as t
            )
        end
    from widened as w
    where p_low > 0;
$$;
comment on function api.report_scale(numeric, numeric, boolean) is 'The axis of a chart whose values lie between two limits above 0: its ends, ticks and their decimals; no row without values.';
grant execute on function api.report_scale(numeric, numeric, boolean) to asinmart_api;

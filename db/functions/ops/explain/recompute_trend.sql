-- The operations of ops.recompute on a line through daily values. Arguments in pairs: a list of days and a list of values; all but one
-- of the pairs are empty. Least squares as in mart.competitor_trends.
create or replace function ops.recompute_trend(
    p_operation text,
    p_digits integer,
    p_inputs jsonb,
    out value jsonb,
    out how text
)
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_days bigint;
    v_span integer;
    v_slope float8;
    v_r2 float8;
begin
    select count(p.gap), max(p.day) filter (where p.gap is not null) - min(p.day) filter (where p.gap is not null),
        -- Sums of the same number can differ in their last digit, and a slope with them.
        case when min(p.gap) = max(p.gap) and count(p.gap) > 1 then 0 else regr_slope(p.gap, p.day - p.last_day) end,
        coalesce(regr_r2(p.gap, p.day - p.last_day), 0)
    into v_days, v_span, v_slope, v_r2
    from (
        select d.day::date as day, (p_inputs #>> array[(a.no + 1)::text, (d.place - 1)::text])::float8 as gap,
            max(d.day::date) over () as last_day
        from (values (0), (2), (4), (6)) as a (no)
        cross join lateral jsonb_array_elements_text(p_inputs -> a.no) with ordinality as d (day, place)
    ) as p;
    case p_operation
        when 'trend_days' then
            value := to_jsonb(v_days);
            how := format('%s days with a gap', v_days);
        when 'slope' then
            value := to_jsonb(round(v_slope::numeric, p_digits));
            how := format('slope of the line through %s days = %s a day', v_days, coalesce(value #>> '{}', 'unknown'));
        when 'trend_change' then
            value := to_jsonb(round((v_slope * v_span)::numeric, p_digits));
            how := format('slope %s a day * %s days = %s', round(v_slope::numeric, 4), v_span, coalesce(value #>> '{}', 'unknown'));
        when 'trend_direction' then
            value := to_jsonb(case
                when v_days < 14 or v_span < 14 then 'too few days'
                when v_slope = 0 then 'steady'
                when v_r2 >= 1 or sqrt(v_r2 * (v_days - 2) / (1 - v_r2)) > 1.96 + 2.4 / (v_days - 2)
                    then case when v_slope > 0 then 'rising' else 'falling' end
                else 'no clear trend'
            end);
            how := format('slope %s over %s days in %s, r2 %s', round(v_slope::numeric, 4), v_days, v_span, round(v_r2::numeric, 3));
    end case;
end;
$$;
comment on function ops.recompute_trend(text, integer, jsonb) is 'The operations of ops.recompute on a line through daily values.';

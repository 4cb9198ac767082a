-- Compares how much worse a measurement is than its baseline with the setting quality_<check name>. For counts only a
-- fall is a problem, not more rows than usual. Shares of failures without a baseline are compared with zero.
create or replace function ops.quality_verdict(
    p_check_name text,
    p_value numeric,
    p_baseline numeric,
    p_whole numeric,
    p_min_rows integer,
    p_factor numeric
)
returns table (threshold numeric, status text)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select
        s.threshold,
        case
            when coalesce(p_whole, p_baseline, 0) < p_min_rows then 'ok'
            when d.deviation > s.threshold * p_factor then 'critical'
            when d.deviation > s.threshold then 'warning'
            else 'ok'
        end
    from (select ops.setting('quality_' || p_check_name)::numeric as threshold) as s
    cross join lateral (
        select case
            when p_check_name in ('row_count', 'received_count') then 1 - p_value / nullif(p_baseline, 0)
            when p_check_name = 'coverage' then p_baseline - p_value
            when p_check_name in ('null_share', 'duplicate_share') then p_value - p_baseline
            else p_value - coalesce(p_baseline, 0)
        end as deviation
    ) as d;
$$;
comment on function ops.quality_verdict(text, numeric, numeric, numeric, integer, numeric) is 'Part of check-data-quality: ok, warning or critical, and the limit applied.';

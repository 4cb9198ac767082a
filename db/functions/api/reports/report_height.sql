create or replace function api.report_height(
    p_value numeric,
    p_low numeric,
    p_high numeric,
    p_is_log boolean,
    p_is_rank boolean
)
returns numeric
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select round(280 * case when p_is_rank then s.share else 1 - s.share end, 1)
    from (
        select case
            when p_is_log then (ln(p_value) - ln(p_low)) / (ln(p_high) - ln(p_low))
            else (p_value - p_low) / (p_high - p_low)
        end as share
    ) as s;
$$;
comment on function api.report_height(numeric, numeric, numeric, boolean, boolean) is 'Pixels from the top of a chart of 280 to a value; of ranks the lowest is on top.';
grant execute on function api.report_height(numeric, numeric, numeric, boolean, boolean) to asinmart_api;

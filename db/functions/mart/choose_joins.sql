-- Decide how a stage of a promotion finds the rows of its days: a batch of at least a tenth of the products within ten
-- days reads whole days and joins them by hash, a smaller one looks each product up. Returns the days to read whole, or
-- null. The planner cannot decide it: it expects one row of a day that its statistics do not know.
-- The settings last until the calling function ends, by its own SET clauses, or the transaction does.
create or replace function mart.choose_joins(
    p_days date[],
    p_count bigint
)
returns date[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
    v_days date[];
begin
    select p_days into v_days
    from unnest(p_days) as d (day)
    having max(d.day) - min(d.day) < 10 and p_count * 10 >= (select count(*) from mart.product_latest);
    perform set_config('enable_mergejoin', 'off', true);
    perform set_config('enable_hashjoin', case when v_days is null then 'off' else 'on' end, true);
    perform set_config('enable_nestloop', case when v_days is null then 'on' else 'off' end, true);
    return v_days;
end;
$$;
comment on function mart.choose_joins(date[], bigint) is 'Decides whether a stage reads whole days or looks each product up, and sets the planner accordingly.';

-- Fill pg_temp.day_rows with the rows of the days in pg_temp.refreshed_days that are many for their product, from the
-- definition. The whole history is searched for the day before the first of them.
create or replace function mart.read_day_rows()
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
set work_mem = '64MB'
set jit = off
as $$
declare
    v_from date;
    v_to date;
    v_asins text[];
begin
    select min(r.date), max(r.date), array_agg(distinct r.asin) into v_from, v_to, v_asins
    from pg_temp.refreshed_days as r
    where not r.is_few;
    insert into pg_temp.day_rows
    select f.*
    from definitions.product_days(v_from, v_to, v_asins) as f
    inner join pg_temp.refreshed_days as r on r.asin = f.asin and r.marketplace = f.marketplace and r.date = f.date
    where not r.is_few;
end;
$$;
comment on function mart.read_day_rows() is 'Computes rows of mart.product_days from their definition, for products with many days to compute.';

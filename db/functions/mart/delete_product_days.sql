-- Delete the rows of mart.product_days of changed days that are no longer observed; returns their number. Before windows
-- are summed: a stored window that ends on such a day must not be a part of others.
create or replace function mart.delete_product_days()
returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
as $$
declare
    v_horizon date := ops.horizon('mart.product_days');
    v_from date;
    v_to date;
    v_count integer;
begin
    select min(c.date), max(c.date) into v_from, v_to from pg_temp.changed_days as c where not c.is_new and c.date >= v_horizon;
    if v_from is null then
        return 0;
    end if;
    delete from mart.product_days as m
    using (
        select c.asin, c.marketplace, c.date from pg_temp.changed_days as c where not c.is_new
        except
        select r.asin, r.marketplace, r.date from pg_temp.refreshed_days as r
    ) as g
    -- From the first of the month: of a single day the planner may expect one row, and read all of it for each key.
    where m.asin = g.asin and m.marketplace = g.marketplace and m.date = g.date and m.date >= v_horizon
        and m.date between date_trunc('month', v_from)::date and v_to;
    get diagnostics v_count = row_count;
    return v_count;
end;
$$;
comment on function mart.delete_product_days() is 'Deletes the rows of mart.product_days of changed days that are no longer observed.';

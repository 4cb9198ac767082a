-- Update mart.product_days for the days whose windows contain a changed day: that day and the p_reach days after it, and
-- the next observed day, writing only rows that differ. The longest window reaches 89 days; p_reach is 0 when
-- pg_temp.changed_days lists every day to compute. The rows stay in pg_temp.day_rows for the alerts.
-- Many days of a product (a first load, a late row) come from the definition, in one pass; few, as in a daily batch, from
-- stored windows. Both give the same rows; tests compare them.
create or replace function mart.refresh_product_days(p_reach integer default 89)
returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
set enable_nestloop = on
set enable_hashjoin = on
set enable_mergejoin = on
set jit = off
as $$
declare
    c_lookback constant integer := 45;
    v_horizon date := ops.horizon('mart.product_days');
    v_from date;
    v_days date[];
    v_few bigint;
    v_has_many boolean;
    v_count integer;
begin
    perform mart.find_refreshed_days(p_reach);
    v_count := mart.delete_product_days();
    select min(r.date) filter (where r.is_few), count(*) filter (where r.is_few), coalesce(bool_or(not r.is_few), false)
    into v_from, v_few, v_has_many
    from pg_temp.refreshed_days as r;

    select mart.choose_joins(array_agg(distinct r.date), count(*)) into v_days from pg_temp.refreshed_days as r where r.is_few;
    if v_few > 0 then
        perform mart.read_day_values(v_days, v_from - c_lookback);
        if v_few > (select count(*) from pg_temp.day_values) then
            perform mart.read_day_values(v_days, '-infinity');
        end if;
        perform mart.sum_day_windows(v_days);
    end if;
    perform set_config('enable_hashjoin', 'on', true);
    if v_has_many then
        perform set_config('enable_nestloop', 'off', true);
        perform mart.read_day_rows();
        v_days := null;
    end if;
    perform set_config('enable_nestloop', case when v_days is null then 'on' else 'off' end, true);
    v_count := v_count + mart.write_product_days(v_days);

    perform set_config('enable_nestloop', 'off', true);
    -- A later day is news for the alerts only if the day before it changed.
    update pg_temp.refreshed_days as r
    set is_changed = true
    from pg_temp.day_rows as d
    where not r.is_changed and d.asin = r.asin and d.marketplace = r.marketplace and d.date = r.date
        and exists (
            select from pg_temp.changed_days as c
            where c.asin = r.asin and c.marketplace = r.marketplace and c.date < r.date
                and c.date >= coalesce(d.previous_date, '-infinity')
        );
    -- Days that are gone have no row any more, but may have alerts.
    insert into pg_temp.refreshed_days (asin, marketplace, date, is_changed, is_few)
    select g.asin, g.marketplace, g.date, true, false
    from (
        select c.asin, c.marketplace, c.date from pg_temp.changed_days as c where not c.is_new and c.date >= v_horizon
        except
        select r.asin, r.marketplace, r.date from pg_temp.refreshed_days as r
    ) as g;
    return v_count;
end;
$$;
comment on function mart.refresh_product_days(integer) is 'Updates mart.product_days for all days that the changed days belong to.';

-- Add days with alerts to pg_temp.rule_days when an earlier day changed that is in the window, the last known price or
-- the confirmation of the alert. They are not news, but their alerts may have to be corrected. The newest day of a
-- product has no later alerts.
create or replace function core.find_alerted_days(p_horizon date)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
as $$
declare
    -- The longest window of any rule.
    c_reach constant integer := 90;
    v_from date;
    v_to date;
begin
    select min(k.date), max(k.date) + c_reach into v_from, v_to
    from pg_temp.refreshed_days as k
    inner join mart.product_latest as l on l.asin = k.asin and l.marketplace = k.marketplace
    where k.is_changed and k.date >= p_horizon and k.date < l.date;
    if v_from is null then
        return;
    end if;

    insert into pg_temp.rule_days (asin, marketplace, date, base_date, span, is_news, is_pair_only, is_history)
    select distinct a.asin, a.marketplace, a.date, d.previous_date, 1, false, false, false
    from pg_temp.refreshed_days as k
    inner join core.alerts as a
        on a.asin = k.asin and a.marketplace = k.marketplace and a.date > k.date and a.date <= k.date + c_reach
    inner join pg_temp.evaluated_rules as r on r.id = a.rule_id and (r.compare_with <> 'previous' or r.confirm_window > 1 or r.rule_type = 'price')
    cross join lateral (
        select m.previous_date
        from mart.product_days as m
        where m.asin = a.asin and m.marketplace = a.marketplace and m.date = a.date and m.date between v_from and v_to
        offset 0
    ) as d
    where k.is_changed and a.date between v_from and v_to
        and (a.asin, a.marketplace, a.date) not in (
            select n.asin, n.marketplace, n.date from pg_temp.rule_days as n
        );
end;
$$;
comment on function core.find_alerted_days(date) is 'Finds days whose alerts may be corrected because an earlier day changed.';

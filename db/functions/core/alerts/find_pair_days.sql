-- Add days of main products to pg_temp.rule_days when a competitor changed, for the undercut rules only: the newest
-- day, and days with undercut alerts, which may have to be corrected. Only when a rule watches undercutting.
create or replace function core.find_pair_days(p_horizon date)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
as $$
declare
    v_from date;
    v_to date;
begin
    if not exists (select from pg_temp.evaluated_rules as r where r.rule_type = 'undercut') then
        return;
    end if;
    select min(k.date), max(k.date) into v_from, v_to from pg_temp.refreshed_days as k where k.is_changed and k.date >= p_horizon;

    insert into pg_temp.rule_days (asin, marketplace, date, base_date, span, is_news, is_pair_only, is_history)
    select distinct p.asin_main, p.marketplace, k.date, d.previous_date, 1, l.date = k.date, true, false
    from pg_temp.refreshed_days as k
    inner join core.competitor_pairs as p on p.asin_comp = k.asin and p.marketplace = k.marketplace
    inner join mart.product_latest as l on l.asin = p.asin_main and l.marketplace = p.marketplace
    cross join lateral (
        select m.previous_date
        from mart.product_days as m
        where m.asin = p.asin_main and m.marketplace = p.marketplace and m.date = k.date and m.date between v_from and v_to
        offset 0
    ) as d
    where k.is_changed and k.date >= p_horizon
        and (
            l.date = k.date
            or (p.asin_main, p.marketplace, k.date) in (
                select a.asin, a.marketplace, a.date
                from core.alerts as a
                where a.date between v_from and v_to and a.kind = 'COMPETITOR_UNDERCUT'
            )
        )
        and (p.asin_main, p.marketplace, k.date) not in (
            select n.asin, n.marketplace, n.date from pg_temp.rule_days as n
        );
end;
$$;
comment on function core.find_pair_days(date) is 'Finds days of main products that a changed competitor may undercut.';

-- Add main products that a competitor of the same tenant undercuts on the days in pg_temp.rule_days to
-- pg_temp.rule_changes, each with the tenant's cheapest competitor in stock. Only when a rule watches undercutting. The
-- first observation of a product is not evaluated, as for all rules.
-- Many products are undercut for months: unless a rule repeats its alert while the undercut lasts, only pairs whose gap
-- changed are read. The days of the batch tell of most pairs that neither price moved, and that the competitor was
-- offered before as well.
create or replace function core.find_undercut_changes(p_is_history boolean default false)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
as $$
declare
    v_from date;
    v_to date;
    v_base_from date;
    v_lasts boolean := p_is_history or exists (
        select from pg_temp.evaluated_rules as r where r.rule_type = 'undercut' and r.rearm = 'after_cooldown'
    );
begin
    if not exists (select from pg_temp.evaluated_rules as r where r.rule_type = 'undercut') then
        return;
    end if;
    select min(k.date), max(k.date), min(k.base_date) into v_from, v_to, v_base_from
    from pg_temp.rule_days as k
    where k.is_history = p_is_history;

    with moved as materialized (
        select k.asin, k.marketplace, k.date, k.base_date, k.is_news, p.tenant_id, p.asin_comp
        from pg_temp.rule_days as k
        inner join core.compared_pairs as p on p.asin_main = k.asin and p.marketplace = k.marketplace
        left join pg_temp.day_rows as main on main.asin = k.asin and main.marketplace = k.marketplace and main.date = k.date
        left join pg_temp.day_values as comp on comp.asin = p.asin_comp and comp.marketplace = p.marketplace and comp.date = k.date
        where k.is_history = p_is_history and k.span = 1 and k.base_date is not null
            and (
                v_lasts
                or (
                    main.price_delta = 0 and comp.price_delta = 0 and comp.previous_date = main.previous_date and comp.was_offered
                ) is not true
                -- The first observation is not evaluated: a gap that it shows begins with the second.
                or main.observed_days_90 < 3
            )
    )
    insert into pg_temp.rule_changes (
        asin, marketplace, date, base_date, is_news, is_history, change_key, direction, tenant_id, old_value, new_value, change,
        change_pct, new_text, observed_days
    )
    select distinct on (k.tenant_id, k.asin, k.marketplace, k.date)
        k.asin, k.marketplace, k.date, k.base_date, k.is_news, p_is_history, 'undercut:previous:0::1', -1, k.tenant_id,
        main.price, main.price - c.price_diff, -c.price_diff, -round(c.price_diff * 100 / nullif(main.price, 0), 2),
        k.asin_comp, 1
    from moved as k
    cross join lateral (
        select m.price_diff
        from mart.competitor_comparison_daily as m
        where m.asin_main = k.asin and m.asin_comp = k.asin_comp and m.marketplace = k.marketplace and m.date = k.date
            and m.date between v_from and v_to and m.price_diff > 0
        offset 0
    ) as c
    cross join lateral (
        select
        from core.product_metrics_daily as d
        where d.asin = k.asin_comp and d.marketplace = k.marketplace and d.date = k.date and d.date between v_from and v_to
            and core.is_offered(d.status, d.in_stock)
        offset 0
    ) as offered
    cross join lateral (
        select d.price
        from core.product_metrics_daily as d
        where d.asin = k.asin and d.marketplace = k.marketplace and d.date = k.date and d.date between v_from and v_to
        offset 0
    ) as main
    where v_lasts
        or not exists (
            select
            from mart.competitor_comparison_daily as m
            inner join core.product_metrics_daily as d
                on d.asin = m.asin_main and d.marketplace = m.marketplace and d.date = m.date
            inner join mart.product_days as f
                on f.asin = m.asin_main and f.marketplace = m.marketplace and f.date = m.date
            where m.asin_main = k.asin and m.asin_comp = k.asin_comp and m.marketplace = k.marketplace
                and m.date = k.base_date and m.date between v_base_from and v_to
                and d.date between v_base_from and v_to and f.date between v_base_from and v_to
                -- The first observation is not evaluated: a gap that it shows begins with the second.
                and f.previous_date is not null
                and m.price_diff = c.price_diff and d.price = main.price
                and exists (
                    select from core.product_metrics_daily as o
                    where o.asin = m.asin_comp and o.marketplace = m.marketplace and o.date = m.date
                        and o.date between v_base_from and v_to and core.is_offered(o.status, o.in_stock)
                )
            offset 0
        )
    order by k.tenant_id, k.asin, k.marketplace, k.date, c.price_diff desc, k.asin_comp;
end;
$$;
comment on function core.find_undercut_changes(boolean) is 'Finds main products that a competitor undercuts, on the days to evaluate.';

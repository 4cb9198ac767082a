-- Returns the alerts that a rule would have raised between two days, and the changes that it would have suppressed,
-- with the reason. The rule is evaluated as in a promotion, day by day over the data known now, without writing
-- anything. Snoozes and real alerts do not count; inactive rules can be tested. p_changes tests the rule with other
-- values, such as {"threshold_pct": 5}, without changing it.
-- A session without a tenant can test no rule, unless it is an admin's. Raises AM404 when the rule does not exist or
-- belongs to another tenant, AM422 for a period without bounds, of more than a year, or that ends before it begins.
create or replace function ops.backtest_rule(
    p_rule_id bigint,
    p_from date,
    p_to date,
    p_changes jsonb default '{}'
)
returns table (
    date date,
    asin text,
    marketplace text,
    outcome text,
    title text,
    old_value numeric,
    new_value numeric,
    change_pct numeric
)
language plpgsql
volatile
security definer  -- reads core and mart, which the caller need not be able to read
set search_path = pg_catalog, pg_temp
set jit = off
as $$
#variable_conflict use_column
declare
    v_rule core.alert_rules;
    v_tenant uuid := app.current_tenant();
    -- As in app.current_tenant: the role of the caller, not the function's owner.
    v_role text := coalesce(nullif(current_setting('role'), 'none'), session_user);
    v_day date;
begin
    select r.* into v_rule from core.alert_rules as r
    where r.id = p_rule_id
        and (
            r.tenant_id = v_tenant
            or v_tenant is null
                and (pg_has_role(v_role::name, 'asinmart_admin', 'usage') or pg_has_role(v_role::name, 'asinmart_owner', 'usage'))
        );
    if not found then
        raise exception 'there is no alert rule %', p_rule_id
            using errcode = 'AM404', hint = 'Look up the id in core.alert_rules.';
    end if;
    if (p_to - p_from between 0 and 366) is not true then
        raise exception 'a back-test from % to % is not possible', p_from, p_to
            using errcode = 'AM422', hint = 'Name a period of at most a year, first day first.';
    end if;

    perform ops.promotion_scratch();
    perform core.load_rule_variant(v_rule, p_changes);
    insert into pg_temp.rule_days (asin, marketplace, date, base_date, span, is_news, is_pair_only, is_history)
    select d.asin, d.marketplace, d.date, behind.date, s.span, true, false, false
    from (select case when r.compare_with = 'previous' then r.confirm_window else smallint '1' end as span from pg_temp.evaluated_rules as r) as s
    inner join core.product_metrics_daily as d on d.date between p_from and p_to
    inner join lateral (
        select b.date
        from core.product_metrics_daily as b
        where b.asin = d.asin and b.marketplace = d.marketplace and b.date < d.date and b.date < p_to
        order by b.date desc
        offset s.span - 1
        limit 1
    ) as behind on true
    where (d.asin, d.marketplace) in (select i.asin, i.marketplace from core.rule_products() as i);
    insert into pg_temp.changed_lists (marketplace, category, date)
    select distinct b.marketplace, b.category, b.date from core.bestseller_snapshots as b where b.date between p_from and p_to;
    analyze pg_temp.rule_days;
    perform core.find_observation_changes();
    perform core.find_window_changes();
    perform core.find_listing_changes();
    perform core.find_undercut_changes();
    perform core.find_list_changes(true);
    perform core.match_rules();
    perform core.confirm_persistence();
    for v_day in select distinct m.date from pg_temp.rule_matches as m order by m.date loop
        perform core.apply_alert_policy('infinity', v_day, true);
    end loop;

    return query
    select m.date, m.asin, m.marketplace, m.outcome, w.headline, m.old_value, m.new_value, m.change_pct
    from pg_temp.rule_matches as m
    inner join pg_temp.evaluated_rules as r on r.id = m.rule_id
    inner join core.marketplaces as g on g.marketplace = m.marketplace
    cross join lateral core.render_alert(
        r.rule_type, r.metric, r.compare_with, r.window_days, m.direction::integer, m.old_value, m.new_value, m.change_pct,
        m.old_text, m.new_text, g.currency_code
    ) as w
    order by m.date, m.asin, m.marketplace;
    perform ops.promotion_scratch();
end;
$$;
comment on function ops.backtest_rule(bigint, date, date, jsonb) is 'Alerts that a rule would have raised in a period, and the changes it would have suppressed, with the reason.';
grant execute on function ops.backtest_rule(bigint, date, date, jsonb) to asinmart_admin, asinmart_api;

-- Fill pg_temp.rule_matches with the changes in pg_temp.rule_changes that meet a rule of pg_temp.evaluated_rules:
-- direction, thresholds, enough days in the window, and a product in the scope (core.scoped_changes). Thresholds are
-- compared with the exact change, since change_pct is rounded for display.
create or replace function core.match_rules(p_is_history boolean default false)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
as $$
begin
    insert into pg_temp.rule_matches (
        rule_id, tenant_id, asin, marketplace, kind, date, base_date, is_news, is_history, direction, old_value, new_value,
        change_pct, old_text, new_text, threshold_pct, min_change, snooze_ends_at, compared_on, is_suspect
    )
    select
        r.id, r.tenant_id, m.asin, m.marketplace, core.alert_kind(r.rule_type), m.date, m.base_date, m.is_news, p_is_history,
        m.direction, m.old_value, m.new_value, m.change_pct, m.old_text, m.new_text,
        limits.pct, r.limit_change, greatest(r.snooze_ends_at, t.snooze_ends_at), m.compared_on, m.is_suspect
    from core.scoped_changes(p_is_history) as m
    inner join pg_temp.evaluated_rules as r on r.id = m.rule_id
    cross join lateral (select coalesce(m.own_pct, r.limit_pct) as pct) as limits
    left join lateral (
        select u.snooze_ends_at, u.is_active
        from app.tracked_products as u
        where u.asin = m.asin and u.marketplace = m.marketplace and u.tenant_id = r.tenant_id
        offset 0
    ) as t on true
    where (m.tenant_id is null or m.tenant_id = r.tenant_id)
        and (r.scope_marketplace is null or r.scope_marketplace = m.marketplace)
        and case
            when r.rule_type = 'bestseller_list' then
                coalesce(m.old_value <= r.list_places, false) <> coalesce(m.new_value <= r.list_places, false)
                and r.direction in ('both', case when coalesce(m.new_value <= r.list_places, false) then 'up' else 'down' end)
            when r.rule_type in ('undercut', 'listing', 'buybox_seller') then true
            else r.direction in ('both', case when m.direction > 0 then 'up' else 'down' end)
        end
        -- A change from 0 has no percentage.
        and (limits.pct is null or (m.old_value <> 0 and abs(m.change) * 100 > limits.pct * abs(m.old_value)))
        and (r.limit_change is null or abs(m.change) >= r.limit_change)
        and (m.list_depth is null or r.list_places <= m.list_depth)
        and t.is_active is not false
        and (
            r.compare_with = 'previous'
            or m.observed_days >= r.min_observed_days
        );

    -- One alert per rule, product and day: of several lists, the one with the best place.
    delete from pg_temp.rule_matches as m
    using pg_temp.rule_matches as b
    where m.kind = 'BESTSELLER_LIST' and b.kind = m.kind
        and b.rule_id = m.rule_id and b.asin = m.asin and b.marketplace = m.marketplace and b.date = m.date
        and (least(b.new_value, b.old_value), b.new_text) < (least(m.new_value, m.old_value), m.new_text);
end;
$$;
comment on function core.match_rules(boolean) is 'Finds the alert rules whose conditions the changes meet.';

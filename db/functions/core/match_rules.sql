-- Which rules of pg_temp.judged_rules the moves in pg_temp.rule_moves meet, into pg_temp.rule_matches: direction, thresholds,
-- enough days in the window, and a product the rule is about.
-- What a tenant is interested in is what it tracks and the competitors of its pairs; what it tracks no more raises nothing. A
-- product's own threshold stands for that of rules about everything tracked.
create or replace function core.match_rules(p_is_history boolean default false)
returns void
language sql
volatile
set search_path = ''
as $$
    with moves as not materialized (
        select m.* from pg_temp.rule_moves as m where m.is_history = p_is_history
    ),
    tracked as materialized (
        select t.tenant_id, t.asin, t.marketplace, t.price_change_threshold_pct, t.bsr_change_threshold_pct
        from app.tracked_products as t
        where t.is_active and exists (select from pg_temp.judged_rules as r where r.tenant_id = t.tenant_id)
    ),
    interesting as materialized (
        select t.tenant_id, t.asin, t.marketplace from tracked as t
        union
        select p.tenant_id, p.asin_main, p.marketplace from core.compared_pairs as p
        union
        select p.tenant_id, p.asin_comp, p.marketplace from core.compared_pairs as p
    ),
    paired as (
        select r.id as rule_id, m.*, null::numeric as own_pct
        from moves as m
        inner join pg_temp.judged_rules as r on r.move_key = m.move_key
        where r.scope_type = 'all'
            and not exists (
                select from tracked as t where t.tenant_id = r.tenant_id and t.asin = m.asin and t.marketplace = m.marketplace
            )
        union all
        select
            r.id, m.*,
            case r.rule_type when 'price' then t.price_change_threshold_pct when 'bsr' then t.bsr_change_threshold_pct end
        from moves as m
        inner join tracked as t on t.asin = m.asin and t.marketplace = m.marketplace
        inner join pg_temp.judged_rules as r on r.tenant_id = t.tenant_id and r.move_key = m.move_key
        where r.scope_type in ('all', 'tracked')
        union all
        select r.id, m.*, null
        from moves as m
        inner join pg_temp.judged_rules as r
            on r.move_key = m.move_key and r.scope_asin = m.asin and r.scope_marketplace = m.marketplace
        where r.scope_type = 'product'
        union all
        select r.id, m.*, null
        from pg_temp.judged_rules as r
        inner join core.competitive_groups as g on g.id = r.scope_group_id and g.tenant_id = r.tenant_id
        cross join lateral (
            select g.asin_main as asin
            union
            select k.asin from core.competitive_group_members as k where k.group_id = g.id and k.is_active
        ) as k
        inner join moves as m on m.move_key = r.move_key and m.asin = k.asin and m.marketplace = g.marketplace
        where r.scope_type = 'group' and g.is_active
        union all
        select r.id, m.*, null
        from pg_temp.judged_rules as r
        inner join core.products as p
            on case r.scope_type
                when 'brand' then lower(p.brand) = lower(r.scope_brand)
                else p.category = r.scope_category
                    or strpos(' > ' || p.category_path || ' > ', ' > ' || r.scope_category || ' > ') > 0
            end
        inner join interesting as i on i.tenant_id = r.tenant_id and i.asin = p.asin and i.marketplace = p.marketplace
        inner join moves as m on m.move_key = r.move_key and m.asin = p.asin and m.marketplace = p.marketplace
        where r.scope_type in ('category', 'brand')
    )
    insert into pg_temp.rule_matches (
        rule_id, tenant_id, asin, marketplace, kind, date, base_date, is_news, is_history, direction, old_value, new_value, change_pct,
        old_text, new_text, threshold_pct, min_change, snooze_ends_at
    )
    select
        r.id, r.tenant_id, m.asin, m.marketplace, core.alert_kind(r.rule_type), m.date, m.base_date, m.is_news, p_is_history,
        m.direction, m.old_value, m.new_value, m.change_pct, m.old_text, m.new_text,
        limits.pct, r.limit_change, greatest(r.snooze_ends_at, t.snooze_ends_at)
    from paired as m
    inner join pg_temp.judged_rules as r on r.id = m.rule_id
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
        and (limits.pct is null or abs(m.change_pct) > limits.pct)
        and (r.limit_change is null or abs(m.change) >= r.limit_change)
        and (r.compare_with = 'previous' or m.observed_days >= r.min_observed_days)
        and (m.list_depth is null or r.list_places <= m.list_depth)
        and t.is_active is not false;

    -- One alert a rule, product and day: of several lists, that with the best place.
    delete from pg_temp.rule_matches as m
    using pg_temp.rule_matches as b
    where m.kind = 'BESTSELLER_LIST' and b.kind = m.kind
        and b.rule_id = m.rule_id and b.asin = m.asin and b.marketplace = m.marketplace and b.date = m.date
        and (least(b.new_value, b.old_value), b.new_text) < (least(m.new_value, m.old_value), m.new_text);
$$;
comment on function core.match_rules(boolean) is 'Finds which alert rules the moves of the changed days meet.';

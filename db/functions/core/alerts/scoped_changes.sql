-- Returns each change in pg_temp.rule_changes with every rule of pg_temp.evaluated_rules that watches its kind and has
-- the product in its scope; core.match_rules applies the thresholds.
-- The scope of a tenant is its tracked products and the competitors of its pairs; a product that it no longer tracks
-- raises nothing. A product's own threshold replaces that of rules about all tracked products. A category may be a path
-- of several steps: it is looked up by its first step.
-- No SET clause: it must inline.
create or replace function core.scoped_changes(p_is_history boolean)
returns table (
    rule_id bigint, own_pct numeric, asin text, marketplace text, date date, base_date date, is_news boolean, is_history boolean,
    change_key text, direction smallint, tenant_id uuid, old_value numeric, new_value numeric, change numeric, change_pct numeric,
    old_text text, new_text text, observed_days smallint, list_depth integer, compared_on date,
    is_suspect boolean
)
language sql
stable
as $$
    select r.id, null::numeric, m.*
    from pg_temp.rule_changes as m
    inner join pg_temp.evaluated_rules as r on r.change_key = m.change_key
    where m.is_history = p_is_history and r.scope_type = 'all'
        and not exists (
            select from app.tracked_products as t
            where t.tenant_id = r.tenant_id and t.asin = m.asin and t.marketplace = m.marketplace and t.is_active
        )
    union all
    select
        r.id, case r.rule_type when 'price' then t.price_change_threshold_pct when 'bsr' then t.bsr_change_threshold_pct end, m.*
    from pg_temp.rule_changes as m
    inner join app.tracked_products as t on t.asin = m.asin and t.marketplace = m.marketplace
    inner join pg_temp.evaluated_rules as r on r.tenant_id = t.tenant_id and r.change_key = m.change_key
    where m.is_history = p_is_history and t.is_active and r.scope_type in ('all', 'tracked')
    union all
    select r.id, null, m.*
    from pg_temp.rule_changes as m
    inner join pg_temp.evaluated_rules as r on r.change_key = m.change_key and r.scope_asin = m.asin and r.scope_marketplace = m.marketplace
    where m.is_history = p_is_history and r.scope_type = 'product'
    union all
    select r.id, null, m.*
    from pg_temp.evaluated_rules as r
    inner join core.competitive_groups as g on g.id = r.scope_group_id and g.tenant_id = r.tenant_id
    cross join lateral (
        select g.asin_main as asin
        union
        select k.asin from core.competitive_group_members as k where k.group_id = g.id and k.is_active
    ) as k
    inner join pg_temp.rule_changes as m on m.change_key = r.change_key and m.asin = k.asin and m.marketplace = g.marketplace
    where m.is_history = p_is_history and r.scope_type = 'group' and g.is_active
    union all
    select r.id, null, m.*
    from pg_temp.rule_changes as m
    inner join core.products as p on p.asin = m.asin and p.marketplace = m.marketplace
    cross join lateral (
        select 'brand' as scope_type, lower(p.brand) as label
        union
        select 'category', step.name from unnest(string_to_array(p.category_path, ' > ') || p.category) as step (name)
    ) as scope
    inner join pg_temp.evaluated_rules as r on r.change_key = m.change_key and r.scope_type = scope.scope_type
        and case r.scope_type when 'brand' then lower(r.scope_brand) else split_part(r.scope_category, ' > ', 1) end = scope.label
    where m.is_history = p_is_history
        and (
            r.scope_type = 'brand'
            or p.category = r.scope_category
            or strpos(' > ' || p.category_path || ' > ', ' > ' || r.scope_category || ' > ') > 0
        )
        and (
            exists (
                select from app.tracked_products as t
                where t.tenant_id = r.tenant_id and t.asin = m.asin and t.marketplace = m.marketplace and t.is_active
            )
            or exists (
                select from core.compared_pairs as c
                where c.tenant_id = r.tenant_id and c.marketplace = m.marketplace and m.asin in (c.asin_main, c.asin_comp)
            )
        );
$$;
comment on function core.scoped_changes(boolean) is 'Changes, each with the alert rules that have the product in their scope.';

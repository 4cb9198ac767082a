-- Creates the default rules of a tenant. Those of the default tenant cover every observed product, those of other
-- tenants the products they track. An existing rule of the same name is not changed.
create or replace function app.add_default_rules(p_tenant_id uuid)
returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
    insert into core.alert_rules (
        tenant_id, name, rule_type, metric, scope_type, direction, compare_with, window_days, min_observed_days, severity, rearm,
        cooldown, is_active
    )
    select
        p_tenant_id, d.name, d.rule_type, d.metric,
        case when p_tenant_id = '00000000-0000-0000-0000-000000000001' then 'all' else 'tracked' end,
        d.direction, d.compare_with, d.window_days, d.min_observed_days, d.severity,
        -- A value that alternates between two levels alerts at most once a week in each direction; a value past both
        -- alerts at once.
        case when d.is_flipping then 'beyond_told' else 'every_crossing' end, case when d.is_flipping then interval '7 days' end,
        -- Off by default: the buy box price nearly always changes with the price, which has a rule.
        d.rule_type <> 'buybox_price'
    from (values
        ('Price', 'price', null, 'both', 'previous', null::smallint, smallint '3', 'medium', true),
        ('Rank', 'bsr', null, 'both', 'previous', null, 3, 'medium', true),
        ('Rating', 'rating', null, 'down', 'previous', null, 3, 'medium', false),
        ('Buy box seller', 'buybox_seller', null, 'both', 'previous', null, 3, 'high', false),
        ('Buy box price', 'buybox_price', null, 'both', 'previous', null, 3, 'low', true),
        ('Stock', 'stock', null, 'both', 'previous', null, 3, 'high', false),
        ('Competitor undercuts', 'undercut', null, 'both', 'previous', null, 3, 'medium', false),
        ('New 90-day price', 'extreme', 'price', 'both', 'extreme', 90, 14, 'low', false)
    ) as d (name, rule_type, metric, direction, compare_with, window_days, min_observed_days, severity, is_flipping)
    on conflict (tenant_id, name) do nothing;
$$;
comment on function app.add_default_rules(uuid) is 'Creates the default alert rules of a tenant.';

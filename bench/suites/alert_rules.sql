-- Three tenants that track every product, and 20 rules of all types between them. One
-- more rule is so loose that nearly every product alerts; its alerts go to a digest.

insert into app.tenants (name) select 'Tenant ' || n from generate_series(1, 3) n;

delete from core.alert_rules;

insert into app.tracked_products (tenant_id, asin, marketplace)
select t.tenant_id, p.asin, p.marketplace
from app.tenants as t
cross join core.products as p
where t.name like 'Tenant %';

insert into core.alert_rules (
    tenant_id, name, rule_type, metric, scope_type, scope_category, scope_brand,
    scope_marketplace, direction, threshold_pct, min_change, compare_with,
    window_days, rearm, cooldown, confirm_count, confirm_window, max_per_day,
    delivery
)
select
    t.tenant_id, r.rule_type || ' ' || row_number() over (), r.rule_type, r.metric,
    r.scope_type, r.scope_category, r.scope_brand, r.scope_marketplace,
    r.direction, r.threshold_pct, r.min_change, r.compare_with, r.window_days,
    r.rearm, r.cooldown::interval, r.confirm_count, r.confirm_window,
    r.max_per_day, r.delivery
from (values
    (1, 'price', null, 'tracked', null, null, null, 'both', 10, null,
     'previous', null, 'every_crossing', null, 1, 1, null::integer, 'instant'),
    (2, 'price', null, 'tracked', null, null, 'US', 'down', 5, 1,
     'average', 30, 'every_crossing', null, 1, 1, null, 'instant'),
    (3, 'price', null, 'tracked', null, null, null, 'both', 8, null,
     'previous', null, 'every_crossing', '3 days', 2, 3, null, 'instant'),
    (1, 'bsr', null, 'tracked', null, null, null, 'both', 30, null,
     'previous', null, 'every_crossing', null, 1, 1, null, 'instant'),
    (2, 'bsr', null, 'tracked', null, null, null, 'up', 50, null,
     'average', 7, 'new_extreme', null, 1, 1, 1000, 'instant'),
    (3, 'bsr', null, 'category', 'Shelf 3', null, null, 'both', 10, null,
     'previous', null, 'every_crossing', null, 1, 1, null, 'instant'),
    (1, 'rating', null, 'tracked', null, null, null, 'down', null, 0.2,
     'previous', null, 'every_crossing', null, 1, 1, null, 'instant'),
    (2, 'rating', null, 'brand', null, 'brand 7', null, 'both', null, 0.1,
     'average', 90, 'once', null, 1, 1, null, 'instant'),
    (3, 'reviews', null, 'tracked', null, null, null, 'up', null, 50,
     'previous', null, 'every_crossing', null, 1, 1, null, 'instant'),
    (1, 'buybox_price', null, 'tracked', null, null, null, 'both', 10, null,
     'previous', null, 'every_crossing', null, 1, 1, 100, 'instant'),
    (2, 'buybox_seller', null, 'tracked', null, null, null, 'both', null, null,
     'previous', null, 'after_cooldown', '7 days', 1, 1, null, 'instant'),
    (3, 'buybox_seller', null, 'tracked', null, null, null, 'both', null, null,
     'previous', null, 'every_crossing', null, 1, 1, null, 'instant'),
    (1, 'stock', null, 'tracked', null, null, null, 'down', null, null,
     'previous', null, 'every_crossing', null, 1, 1, null, 'instant'),
    (2, 'stock', null, 'tracked', null, null, null, 'both', null, null,
     'previous', null, 'every_crossing', null, 1, 1, null, 'instant'),
    (1, 'extreme', 'price', 'tracked', null, null, null, 'down', null, null,
     'extreme', 90, 'every_crossing', null, 1, 1, null, 'instant'),
    (2, 'extreme', 'bsr', 'tracked', null, null, null, 'both', null, null,
     'extreme', 30, 'every_crossing', null, 1, 1, 500, 'instant'),
    (3, 'extreme', 'price', 'tracked', null, null, null, 'both', 5, null,
     'extreme', 30, 'every_crossing', null, 1, 1, null, 'instant'),
    (1, 'undercut', null, 'tracked', null, null, null, 'both', 5, null,
     'previous', null, 'every_crossing', null, 1, 1, null, 'instant'),
    (2, 'price', null, 'category', 'Shelf 9', null, null, 'both', 3, null,
     'previous', null, 'every_crossing', null, 1, 1, null, 'digest'),
    (3, 'price', null, 'brand', null, 'Brand 11', null, 'up', 2, null,
     'previous', null, 'every_crossing', null, 1, 1, null, 'digest')
) as r (
    number, rule_type, metric, scope_type, scope_category, scope_brand,
    scope_marketplace, direction, threshold_pct, min_change, compare_with,
    window_days, rearm, cooldown, confirm_count, confirm_window, max_per_day,
    delivery
)
inner join app.tenants as t on t.name = 'Tenant ' || r.number;

insert into core.alert_rules (
    tenant_id, name, rule_type, threshold_pct, delivery
)
select t.tenant_id, 'loose', 'bsr', 0, 'digest'
from app.tenants as t
where t.name = 'Tenant 1';

insert into app.notification_channels (
    tenant_id, name, channel_type, target, created_at
)
select t.tenant_id, 'mail', 'email', 'someone@example.com', '2025-01-01'
from app.tenants as t
where t.name = 'Tenant 1';

insert into core.alert_rule_channels (rule_id, channel_id, tenant_id)
select r.id, c.id, c.tenant_id
from app.notification_channels as c
inner join core.alert_rules as r on r.tenant_id = c.tenant_id
where r.delivery = 'digest';

analyze app.tracked_products, core.alert_rules;

-- The tenant is compared before anything else ("offset 0"): see mart.alerts.
set role mart_owner;
create or replace view mart.tracked_products as
select
    w.tenant_id,
    t.name as tenant_name,
    w.asin,
    w.marketplace,
    p.title,
    p.brand,
    w.price_change_threshold_pct,
    w.bsr_change_threshold_pct,
    w.tracking_frequency,
    w.notes,
    w.snooze_ends_at,
    w.is_active,
    w.created_at,
    l.date as latest_date,
    p.last_seen_at
from (select * from app.tracked_products union all select * from app.tracked_products where false offset 0) as w
inner join app.tenants as t on t.tenant_id = w.tenant_id
left join core.products as p on p.asin = w.asin and p.marketplace = w.marketplace
left join mart.product_latest as l on l.asin = w.asin and l.marketplace = w.marketplace;
comment on view mart.tracked_products is 'One row per tenant and product on its watch list.';
comment on column mart.tracked_products.tenant_id is 'Tenant.';
comment on column mart.tracked_products.tenant_name is 'Name of the tenant.';
comment on column mart.tracked_products.asin is 'Product.';
comment on column mart.tracked_products.marketplace is 'Marketplace code.';
comment on column mart.tracked_products.title is 'Listing title as last seen; null: no source gave one.';
comment on column mart.tracked_products.brand is 'Brand as last seen; null: unknown.';
comment on column mart.tracked_products.price_change_threshold_pct is 'The tenant''s own threshold for price alerts, percent; null: that of the rule.';
comment on column mart.tracked_products.bsr_change_threshold_pct is 'The tenant''s own threshold for rank alerts, percent; null: that of the rule.';
comment on column mart.tracked_products.tracking_frequency is 'How often the product is to be observed.';
comment on column mart.tracked_products.notes is 'Notes of the tenant; null: none.';
comment on column mart.tracked_products.snooze_ends_at is 'Until then the product raises no alerts; null: not snoozed.';
comment on column mart.tracked_products.is_active is 'False: tracking is paused.';
comment on column mart.tracked_products.created_at is 'When it was added.';
comment on column mart.tracked_products.latest_date is 'Newest observed day; null: none yet.';
comment on column mart.tracked_products.last_seen_at is 'Latest observation of any status; null: none yet.';
grant select on mart.tracked_products to mart_reader, tenant_reader, asinmart_api, asinmart_admin, asinmart_owner;
reset role;

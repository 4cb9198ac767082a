-- EXPLAIN must not show a tenant's login whether another tenant has alerts about a product: for it the condition on the tenant is
-- answered before any other ("offset 0"), and estimates take no statistics from other tenants' rows ("union all"). Readers without a
-- tenant get the plans that dates and products allow.
set role mart_owner;
create or replace view mart.alerts as
select
    a.id as alert_id,
    a.tenant_id,
    t.name as tenant_name,
    a.rule_id,
    r.name as rule_name,
    r.sentence as rule_sentence,
    a.kind,
    a.severity,
    a.asin,
    a.marketplace,
    p.title as product_title,
    p.brand,
    m.currency_code,
    a.date,
    a.title as alert_title,
    a.message,
    a.old_value,
    a.new_value,
    a.new_value - a.old_value as change_value,
    a.change_pct,
    a.detected_at,
    a.updated_at,
    a.corrected_at,
    a.is_read,
    a.acknowledged as is_acknowledged,
    a.is_resolved,
    a.resolved_at,
    a.job_id
from (
    select f.*
    from (select * from core.alerts union all select * from core.alerts where false offset 0) as f
    where (select app.reads_as_tenant())
    union all
    select f.* from core.alerts as f where not (select app.reads_as_tenant())
) as a
inner join app.tenants as t on t.tenant_id = a.tenant_id
inner join core.marketplaces as m on m.marketplace = a.marketplace
left join core.alert_rules as r on r.id = a.rule_id
left join core.products as p on p.asin = a.asin and p.marketplace = a.marketplace;
comment on view mart.alerts is 'One row per alert: a rule of a tenant, a product, a kind of change and a day.';
comment on column mart.alerts.alert_id is 'Alert key; grows in the order in which alerts were raised.';
comment on column mart.alerts.tenant_id is 'Tenant.';
comment on column mart.alerts.tenant_name is 'Name of the tenant.';
comment on column mart.alerts.rule_id is 'Rule that raised it.';
comment on column mart.alerts.rule_name is 'Name of the rule; null: the rule was deleted.';
comment on column mart.alerts.rule_sentence is 'The rule in words, as it is now; null: the rule was deleted.';
comment on column mart.alerts.kind is 'PRICE_SPIKE (price moved either way), BSR_DROP (rank moved either way), RATING_DROP, REVIEWS_CHANGE, BUYBOX_CHANGE, STOCK_CHANGE, LISTING_CHANGE, NEW_EXTREME, COMPETITOR_UNDERCUT, BESTSELLER_LIST.';
comment on column mart.alerts.severity is 'low, medium, high or critical.';
comment on column mart.alerts.asin is 'Product.';
comment on column mart.alerts.marketplace is 'Marketplace code.';
comment on column mart.alerts.product_title is 'Title of the product; null: unknown.';
comment on column mart.alerts.brand is 'Brand as last seen; null: unknown.';
comment on column mart.alerts.currency_code is 'ISO 4217 currency of the values where they are prices.';
comment on column mart.alerts.date is 'Day of the observation that moved.';
comment on column mart.alerts.alert_title is 'The change in one line.';
comment on column mart.alerts.message is 'The change with old and new value, and the rule in words.';
comment on column mart.alerts.old_value is 'Value before, a price, rank, rating or count by kind; null where the change is not numeric.';
comment on column mart.alerts.new_value is 'Value of the day; null where the change is not numeric.';
comment on column mart.alerts.change_value is 'New minus old value; null where the change is not numeric.';
comment on column mart.alerts.change_pct is 'Change in percent; null where it is not numeric.';
comment on column mart.alerts.detected_at is 'When it was raised.';
comment on column mart.alerts.updated_at is 'When it last took over later data of its day; null: never.';
comment on column mart.alerts.corrected_at is 'When later data contradicted the change; null: the change stands.';
comment on column mart.alerts.is_read is 'Whether a user has read it.';
comment on column mart.alerts.is_acknowledged is 'Whether a user has acknowledged it.';
comment on column mart.alerts.is_resolved is 'Whether a user has closed it.';
comment on column mart.alerts.resolved_at is 'When it was closed; null: open.';
comment on column mart.alerts.job_id is 'Ingest run that raised it, see mart.runs; null: a change by hand.';
grant select on mart.alerts to mart_reader, tenant_reader, asinmart_api, asinmart_admin, asinmart_owner;
reset role;

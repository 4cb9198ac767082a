set role mart_owner;
create or replace view mart.brand_coverage as
select
    c.tenant_id,
    c.brand_id,
    c.asin,
    c.marketplace,
    c.period_type,
    c.start_date as period_start,
    c.end_date as period_end,
    c.state,
    c.reason,
    c.requested_at,
    c.reported_at,
    c.attempts,
    c.next_attempt_at
from sqp.coverage as c;
comment on view mart.brand_coverage is 'One row per tenant, product of an active brand, marketplace and wanted period: whether its search query report is there, and else why not.';
comment on column mart.brand_coverage.tenant_id is 'Tenant.';
comment on column mart.brand_coverage.brand_id is 'Brand, see mart.brands.';
comment on column mart.brand_coverage.asin is 'Product.';
comment on column mart.brand_coverage.marketplace is 'Marketplace code.';
comment on column mart.brand_coverage.period_type is 'WEEK (Sunday to Saturday), MONTH or QUARTER.';
comment on column mart.brand_coverage.period_start is 'First day of the period.';
comment on column mart.brand_coverage.period_end is 'Last day of the period.';
comment on column mart.brand_coverage.state is 'reported, not_listed (the report lists no query of the product), not_asked, requested, no_data_yet (Amazon has none yet), failed (at Amazon or on the way), access_denied.';
comment on column mart.brand_coverage.reason is 'The state in a sentence.';
comment on column mart.brand_coverage.requested_at is 'When the report was last requested from Amazon; null: never.';
comment on column mart.brand_coverage.reported_at is 'When the present report was loaded; null: there is none.';
comment on column mart.brand_coverage.attempts is 'How often Amazon was asked for it.';
comment on column mart.brand_coverage.next_attempt_at is 'When it may be asked next; null: it is there, under way, or no time is set.';
grant select on mart.brand_coverage to mart_reader, tenant_reader, asinmart_api, asinmart_admin, asinmart_owner;
reset role;

-- The tenant is compared before anything else ("offset 0"): see mart.alerts.
set role mart_owner;
create or replace view mart.recommendations as
select
    r.tenant_id,
    r.asin,
    r.marketplace,
    r.version,
    r.model,
    r.status,
    r.as_of,
    r.data_version,
    (
        select string_agg(s.sentence ->> 'text', ' ' order by s.place)
        from jsonb_array_elements(r.summary) with ordinality as s (sentence, place)
    ) as summary,
    (
        select count(*)::integer from core.recommendation_actions as a
        where a.asin = r.asin and a.marketplace = r.marketplace and a.tenant_id = r.tenant_id and a.version = r.version
    ) as action_count,
    jsonb_array_length(r.evidence) as claim_count,
    r.generated_at
from (select * from core.recommendations union all select * from core.recommendations where false offset 0) as r;
comment on view mart.recommendations is 'One row per tenant, main product and version of its recommendation. Its actions are in mart.recommendation_actions, its figures in mart.recommendation_claims.';
comment on column mart.recommendations.tenant_id is 'Tenant.';
comment on column mart.recommendations.asin is 'Main product.';
comment on column mart.recommendations.marketplace is 'Marketplace code.';
comment on column mart.recommendations.version is 'Version, from 1 for each tenant and product.';
comment on column mart.recommendations.model is 'What made it: rules-v1 are the SQL rules.';
comment on column mart.recommendations.status is 'complete; thin_data: too little is known, so nothing is recommended.';
comment on column mart.recommendations.as_of is 'Newest observed day of the product: the day that it is about; null: never observed.';
comment on column mart.recommendations.data_version is 'Data version of the installation when it was made.';
comment on column mart.recommendations.summary is 'Its sentences about the data that it rests on.';
comment on column mart.recommendations.action_count is 'Actions that it proposed.';
comment on column mart.recommendations.claim_count is 'Claims in its evidence.';
comment on column mart.recommendations.generated_at is 'When it was made.';
grant select on mart.recommendations to mart_reader, tenant_reader, asinmart_api, asinmart_admin, asinmart_owner;
reset role;

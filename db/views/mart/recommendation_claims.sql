-- The tenant is compared before anything else ("offset 0"): see mart.alerts.
set role mart_owner;
create or replace view mart.recommendation_claims as
select
    r.tenant_id,
    r.asin,
    r.marketplace,
    r.version,
    c.place::integer as position_no,
    c.claim ->> 'id' as claim_id,
    c.claim ->> 'metric' as metric,
    c.claim ->> 'value' as claim_value,
    c.claim ->> 'unit' as unit,
    c.claim ->> 'text' as claim_text,
    c.claim ->> 'definition' as definition,
    c.claim ->> 'relation' as relation_name,
    (c.claim -> 'key')::text as row_key,
    c.claim ->> 'column' as column_name
from (select * from core.recommendations union all select * from core.recommendations where false offset 0) as r
cross join lateral jsonb_array_elements(r.evidence) with ordinality as c (claim, place);
comment on view mart.recommendation_claims is 'One row per tenant, main product, version of its recommendation and claim: a figure or fact, and the cell of mart that it is.';
comment on column mart.recommendation_claims.tenant_id is 'Tenant.';
comment on column mart.recommendation_claims.asin is 'Main product.';
comment on column mart.recommendation_claims.marketplace is 'Marketplace code.';
comment on column mart.recommendation_claims.version is 'Version of the recommendation.';
comment on column mart.recommendation_claims.position_no is 'Place among its claims, from 1.';
comment on column mart.recommendation_claims.claim_id is 'Claim, the same in every version.';
comment on column mart.recommendation_claims.metric is 'What it states, such as price_above_median_pct.';
comment on column mart.recommendation_claims.claim_value is 'Value at that time, as text; null: unknown.';
comment on column mart.recommendation_claims.unit is 'currency, percent, stars, rank, count, days, score, yes_no, date or text.';
comment on column mart.recommendation_claims.claim_text is 'The value with its unit, as sentences write it.';
comment on column mart.recommendation_claims.definition is 'Meaning of the column.';
comment on column mart.recommendation_claims.relation_name is 'Table or view of mart that has the cell.';
comment on column mart.recommendation_claims.row_key is 'Key of its row, a JSON object.';
comment on column mart.recommendation_claims.column_name is 'Its column.';
grant select on mart.recommendation_claims to mart_reader, tenant_reader, asinmart_api, asinmart_admin, asinmart_owner;
reset role;

set role mart_owner;
create or replace view mart.report_claims as
select
    r.tenant_id,
    r.asin_main,
    r.marketplace,
    r.version,
    c.place::integer as position_no,
    c.claim ->> 'id' as claim_id,
    c.claim ->> 'metric' as metric,
    c.claim ->> 'asin' as asin,
    c.claim ->> 'asin_comp' as asin_comp,
    c.claim ->> 'value' as claim_value,
    c.claim ->> 'unit' as unit,
    c.claim ->> 'text' as claim_text,
    c.claim ->> 'definition' as definition,
    c.claim ->> 'relation' as relation_name,
    (c.claim -> 'key')::text as row_key,
    c.claim ->> 'column' as column_name
from core.competition_reports as r
cross join lateral jsonb_array_elements(r.evidence) with ordinality as c (claim, place);
comment on view mart.report_claims is 'One row per tenant, main product, version of its competition report and claim: a figure or fact, and the cell of mart that it is. mart.explain leads on from the cell.';
comment on column mart.report_claims.tenant_id is 'Tenant.';
comment on column mart.report_claims.asin_main is 'Main product of the report.';
comment on column mart.report_claims.marketplace is 'Marketplace code.';
comment on column mart.report_claims.version is 'Version of the report.';
comment on column mart.report_claims.position_no is 'Place among the claims of the report, from 1.';
comment on column mart.report_claims.claim_id is 'Claim, the same in every version: the metric, or metric:ASIN.';
comment on column mart.report_claims.metric is 'What it states, such as price_diff_pct.';
comment on column mart.report_claims.asin is 'Product that it is about.';
comment on column mart.report_claims.asin_comp is 'Competitor that the product is compared with; null: none.';
comment on column mart.report_claims.claim_value is 'Value at that time, as text; null: unknown.';
comment on column mart.report_claims.unit is 'currency, percent, points (percentage points), stars, rank, count, days, score, yes_no, date or text.';
comment on column mart.report_claims.claim_text is 'The value with its unit, as the report writes it.';
comment on column mart.report_claims.definition is 'Meaning of the column.';
comment on column mart.report_claims.relation_name is 'Table or view of mart that has the cell.';
comment on column mart.report_claims.row_key is 'Key of its row, a JSON object.';
comment on column mart.report_claims.column_name is 'Its column.';
grant select on mart.report_claims to mart_reader, tenant_reader, asinmart_api, asinmart_admin, asinmart_owner;
reset role;

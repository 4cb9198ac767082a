set role mart_owner;
create or replace view mart.competition_reports as
select
    r.tenant_id,
    r.asin_main,
    r.marketplace,
    r.version,
    r.depth,
    r.model,
    r.based_on_version,
    r.status,
    r.as_of,
    r.data_version,
    r.execution_time_seconds,
    r.generated_at,
    jsonb_array_length(r.evidence) as claim_count
from core.competition_reports as r;
comment on view mart.competition_reports is 'One row per tenant, main product and version of its competition report. A row never changes. Its text is in mart.report_sentences, its figures in mart.report_claims.';
comment on column mart.competition_reports.asin_main is 'Main product.';
comment on column mart.competition_reports.marketplace is 'Marketplace code.';
comment on column mart.competition_reports.tenant_id is 'Tenant whose competitors it compares.';
comment on column mart.competition_reports.version is 'Version of the report, from 1 for each tenant and main product.';
comment on column mart.competition_reports.depth is 'basic (position, price, rank, rating), standard (also trends, stock, features and reviews) or comprehensive (also every competitor in every dimension).';
comment on column mart.competition_reports.model is 'rules-v1: sentences by SQL rules; else the language model that wrote the sentences over the same evidence.';
comment on column mart.competition_reports.based_on_version is 'Version by rules whose evidence it has; null: it is by rules.';
comment on column mart.competition_reports.status is 'complete; thin_data: a product was observed on less than half of the 30 days, or no competitor has data of the day.';
comment on column mart.competition_reports.as_of is 'Newest observed day of the main product: the day that the report is about.';
comment on column mart.competition_reports.data_version is 'Data version of the installation when it was made.';
comment on column mart.competition_reports.execution_time_seconds is 'Seconds that making it took.';
comment on column mart.competition_reports.generated_at is 'When it was made.';
comment on column mart.competition_reports.claim_count is 'Claims in it, see mart.report_claims.';
grant select on mart.competition_reports to mart_reader, tenant_reader, asinmart_api, asinmart_admin, asinmart_owner;
reset role;

set role mart_owner;
create or replace view mart.report_sentences as
select
    r.tenant_id,
    r.asin_main,
    r.marketplace,
    r.version,
    s.section,
    l.place::integer as position_no,
    l.sentence ->> 'tone' as tone,
    l.sentence ->> 'text' as sentence
from core.competition_reports as r
cross join lateral jsonb_each(r.summary) as s (section, sentences)
cross join lateral jsonb_array_elements(s.sentences) with ordinality as l (sentence, place);
comment on view mart.report_sentences is 'One row per tenant, main product, version of its competition report, section and sentence.';
comment on column mart.report_sentences.tenant_id is 'Tenant.';
comment on column mart.report_sentences.asin_main is 'Main product of the report.';
comment on column mart.report_sentences.marketplace is 'Marketplace code.';
comment on column mart.report_sentences.version is 'Version of the report.';
comment on column mart.report_sentences.section is 'position, price, rank, rating, stock, features, reviews, strengths, weaknesses, insights, freshness or changes.';
comment on column mart.report_sentences.position_no is 'Place in the section, from 1.';
comment on column mart.report_sentences.tone is 'good, bad or neutral for the main product.';
comment on column mart.report_sentences.sentence is 'The sentence.';
grant select on mart.report_sentences to mart_reader, tenant_reader, asinmart_api, asinmart_admin, asinmart_owner;
reset role;

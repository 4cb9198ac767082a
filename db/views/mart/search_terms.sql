set role mart_owner;
create or replace view mart.search_terms as
select
    t.tenant_id,
    t.marketplace,
    t.period_type,
    t.start_date,
    t.end_date,
    t.department_name,
    t.search_term,
    t.clicked_asin,
    t.search_frequency_rank,
    t.click_share_rank,
    round(100 * t.click_share, 2) as click_share_pct,
    round(100 * t.conversion_share, 2) as conversion_share_pct,
    t.known_from_at
from sqp.search_terms as t;
comment on view mart.search_terms is 'One row per tenant, marketplace, period, department, search term and clicked product: the products that shoppers clicked most after each search term.';
comment on column mart.search_terms.tenant_id is 'Tenant whose report it is.';
comment on column mart.search_terms.marketplace is 'Marketplace code.';
comment on column mart.search_terms.period_type is 'DAY, WEEK (Sunday to Saturday), MONTH or QUARTER.';
comment on column mart.search_terms.start_date is 'First day of the period.';
comment on column mart.search_terms.end_date is 'Last day of the period.';
comment on column mart.search_terms.department_name is 'Search department, as Amazon names it.';
comment on column mart.search_terms.search_term is 'Search term as Amazon reports it.';
comment on column mart.search_terms.clicked_asin is 'Product that was clicked, of whatever seller, as Amazon reports it.';
comment on column mart.search_terms.search_frequency_rank is 'Rank of the term in the department by how often it was searched, 1 is the most frequent; null: not given.';
comment on column mart.search_terms.click_share_rank is 'Rank of the product among those clicked after the term, by click_share; null: not given.';
comment on column mart.search_terms.click_share_pct is 'Clicks on the product in percent of all clicks after the term, as stated, 2 decimals; null: not given.';
comment on column mart.search_terms.conversion_share_pct is 'Conversions of the product in percent of all conversions after the term, as stated, 2 decimals; null: not given.';
comment on column mart.search_terms.known_from_at is 'When this row was first loaded with these values.';
grant select on mart.search_terms to mart_reader, tenant_reader, asinmart_api, asinmart_admin, asinmart_owner;
reset role;

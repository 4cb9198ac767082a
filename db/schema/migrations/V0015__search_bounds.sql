-- What a cut list can hide: a report lists the top queries of a product only.
alter table sqp.asin_performance_data add column smallest_impressions bigint;
comment on column sqp.asin_performance_data.smallest_impressions is 'Smallest asin_impression_count in the list: what the product can have at most for a query that the report does not list; null: it lists none, or one without the count.';

create table core.brand_terms (
    tenant_id uuid not null default '00000000-0000-0000-0000-000000000001' references app.tenants on delete cascade,
    brand_id uuid not null,
    term text not null,
    created_at timestamptz not null default now(),
    primary key (tenant_id, brand_id, term),
    foreign key (brand_id, tenant_id) references core.brands (id, tenant_id) on delete cascade,
    constraint brand_terms_term_check check (term = lower(term) and term ~ '^\S(.*\S)?$' and length(term) between 2 and 100)
);
create index brand_terms_brand_id_idx on core.brand_terms (brand_id, tenant_id);
comment on table core.brand_terms is 'Words other than its name by which shoppers search for a brand, misspellings too: one row per brand and term.';
comment on column core.brand_terms.tenant_id is 'Tenant.';
comment on column core.brand_terms.brand_id is 'Brand, see core.brands.';
comment on column core.brand_terms.term is 'Word or words in small letters. A query that contains it counts as branded; a term of less than 4 characters has to stand alone.';
comment on column core.brand_terms.created_at is 'When it was written.';
comment on constraint brand_terms_term_check on core.brand_terms is 'Write 2 to 100 small letters without spaces at the ends.';
alter table core.brand_terms enable row level security;
alter table core.brand_terms force row level security;
grant select on core.brand_terms to asinmart_api, mart_owner;
grant insert, update, delete on core.brand_terms to asinmart_api;
grant select on sqp.search_query_history to mart_owner;

-- They return other columns now; the folders make them again.
drop function if exists definitions.search_report_totals(date, date), definitions.search_segments(date, date);
set role mart_owner;
drop view if exists mart.brand_performance_enhanced, mart.brand_performance, mart.brand_queries, sqp.brand_query_totals;
reset role;

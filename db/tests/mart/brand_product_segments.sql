begin;
set local search_path to extensions, public;
\ir ../support/reports.psql
\ir ../support/two_tenants.psql
select plan(13);

create role tap_tenant;
insert into app.tenant_roles (role_name, tenant_id) values ('tap_tenant', pg_temp.a());
grant tenant_reader to tap_tenant;
grant usage on schema extensions to tap_tenant;
set local role asinmart_owner;
select pg_temp.describe('Acme', 'B0TESTA001');
-- Three tenants load reports of one product.
select pg_temp.load_reports(t.job_id, pg_temp.week('2025-01-05', pg_temp.report_line('B0TESTA001', 'gloves', jsonb_build_object('own_clicks', t.clicks))), t.tenant)
from (values ('ours', null, 1), ('a', 'tenant a', 10), ('b', 'TENANT B', 20)) as t (job_id, tenant, clicks);

set local role asinmart_admin;
select results_eq(
    $$select s.asin_clicks, s.click_share_pct from mart.brand_product_segments as s where s.segment_type = 'weekly' order by 1$$,
    $$values (1::bigint, 1.00), (10, 10.00), (20, 20.00)$$, 'an admin sees the segments of all tenants'
);
select is((select count(distinct s.brand_id) from mart.brand_product_segments as s), 3::bigint, 'each is of a brand of its tenant');
set local role tap_tenant;
select is((select string_agg(s.asin_clicks::text, ' ') from mart.brand_product_segments as s), '10 10', 'a tenant''s login sees its own, by week and month');
select is((select string_agg(q.brand_clicks::text, ' ') from mart.brand_queries as q), '10', 'of queries too');
select throws_ok('select 1 from sqp.brand_product_segments', '42501', null, 'it does not read the table');
select throws_ok('select 1 from sqp.search_query_performance', '42501', null, 'nor the reports');
set local role mart_reader;
select set_eq('select s.asin_clicks from mart.brand_product_segments as s', array[1], 'mart_reader sees those of the default tenant');
reset role;
grant mart_reader to tap_tenant;
update ops.settings as s set value = 'all' where s.name = 'mart_reader_tenants';
set local role mart_reader;
select set_eq('select s.asin_clicks from mart.brand_product_segments as s', array[1, 10, 20], 'or of all, by a setting');
set local role tap_tenant;
select is((select string_agg(s.asin_clicks::text, ' ') from mart.brand_product_segments as s), '10 10', 'which leaves a tenant''s login, even as a member of mart_reader, its own');
set local role asinmart_api;
select is_empty('select 1 from mart.brand_product_segments', 'a service without a tenant sees none');
set local app.tenant_id = '00000000-0000-0000-0000-00000000000b';
select set_eq('select s.asin_clicks from mart.brand_product_segments as s', array[20], 'with one it sees those of that tenant');
select set_eq(
    $$
        select q.asin_click_count from sqp.search_query_performance as q union select s.asin_clicks from sqp.brand_product_segments as s
        union select a.asin_clicks from sqp.asin_performance_data as a
    $$, array[20], 'in the reports too'
);
select throws_ok('select 1 from sqp.search_query_history', '42501', null, 'it does not read what was known before');

select * from finish();
rollback;

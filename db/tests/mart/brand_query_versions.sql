begin;
set local search_path to extensions, public;
\ir ../support/reports.psql
\ir ../support/two_tenants.psql
select plan(4);

set local role asinmart_owner;
select pg_temp.describe('Acme', 'B0TESTA001');
select pg_temp.load_reports('v1', pg_temp.week('2025-01-05',
    pg_temp.report_line('B0TESTA001', 'gloves', '{"own_impressions": 30}'), pg_temp.report_line('B0TESTA001', 'mittens')));
update sqp.search_query_performance set known_from_at = '2025-01-20';
select pg_temp.load_reports('v2', pg_temp.week('2025-01-05', pg_temp.report_line('B0TESTA001', 'gloves', '{"own_impressions": 44}')));
select results_eq(
    $$
        select v.search_query, v.asin_impressions, v.known_from_at = '2025-01-20', v.known_until_at = pg_temp.landed('v2')
        from mart.brand_query_versions as v order by v.search_query, v.known_from_at
    $$,
    $$values ('gloves', 30::bigint, true, true), ('gloves', 44, false, null), ('mittens', 50, true, true)$$,
    'counts before and after a restatement, and rows that it left out'
);
select is(
    (select v.known_from_at from mart.brand_query_versions as v where v.known_until_at is null), pg_temp.landed('v2'), 'a version begins where the one before it ends'
);
set local role mart_reader;
select set_eq('select v.tenant_id from mart.brand_query_versions as v', array[pg_temp.default_tenant()], 'mart_reader sees those of the default tenant');
set local role asinmart_api;
set local app.tenant_id = '00000000-0000-0000-0000-00000000000a';
select is_empty('select 1 from mart.brand_query_versions', 'another tenant sees none');

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
\ir ../support/reports.psql
set local role asinmart_owner;
select plan(4);

select pg_temp.describe('Acme', 'B0TESTA001');
select pg_temp.load_reports('k1', pg_temp.week('2025-01-05',
    pg_temp.report_line('B0TESTA001', 'gloves', '{"own_impressions": 30}'), pg_temp.report_line('B0TESTA001', 'mittens')));
update sqp.search_query_performance set known_from_at = '2025-01-20';
select pg_temp.load_reports('k2', pg_temp.week('2025-01-05', pg_temp.report_line('B0TESTA001', 'gloves', '{"own_impressions": 44}')));
select b.id as brand_id from core.brands as b \gset
select is_empty(format($$select 1 from mart.brand_queries_known_at(%L, '2025-01-19')$$, :'brand_id'), 'before the report nothing was known');
select results_eq(
    format($$select k.search_query, k.asin_impressions from mart.brand_queries_known_at(%L, '2025-01-20') as k order by 1$$, :'brand_id'),
    $$values ('gloves', 30::bigint), ('mittens', 50)$$, 'from its moment on it was'
);
select results_eq(
    format('select k.search_query, k.asin_impressions from mart.brand_queries_known_at(%L, clock_timestamp()) as k', :'brand_id'), $$values ('gloves', 44::bigint)$$, 'now the restated one is'
);
select is_empty('select 1 from mart.brand_queries_known_at(gen_random_uuid(), clock_timestamp())', 'an unknown brand has none');

select * from finish();
rollback;

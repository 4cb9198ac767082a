begin;
set local search_path to extensions, public;
\ir ../../support/seller_reports.psql
set local role asinmart_owner;
select plan(5);

update ops.settings set value = '1' where name = 'reject_share_limit';
select is_empty(
    $$
        select k.shape from staging_raw.report_kinds() as k
        where staging_raw.report_statement(('staging_raw.from_' || k.shape)::regproc) !~ ('^\s*insert into pg_temp\.'
            || case when k.line is null then 'search_query_rows' else 'seller_report_rows' end || '\s')
    $$,
    'each kind of report has a statement into its table'
);
select is(staging_raw.report_statement('staging_raw.from_observation'), null, 'no other adapter has one');

select pg_temp.load_reports('c1', pg_temp.catalog('{"marketplace": "NONE"}', pg_temp.catalog_line('B0TESTA001'))
    || pg_temp.catalog('{"marketplace": "A1PA6795UKMFR9"}', pg_temp.catalog_line('B0TESTA001'), pg_temp.catalog_line('B0TEST')), p_marketplace => 'UK');
select results_eq(
    $$select * from pg_temp.rejects('c1') order by 1$$,
    $$values (1, 'marketplace_unknown', 'no marketplace has the id NONE'), (3, 'asin_invalid', 'B0TEST is no ASIN')$$, 'rejects have their code and sentence'
);
select results_eq('select c.marketplace, c.asin from sqp.search_catalog_performance as c', $$values ('DE', 'B0TESTA001')$$, 'the id in the report decides');
select pg_temp.load_reports('c2', array[pg_temp.analytics('2025-01-05', '2025-01-05', '{"B0TESTA001": {"gloves": {}}}', null)], p_marketplace => 'UK');
select results_eq('select k.marketplace from sqp.keyword_counts as k', array['UK'], 'a document that says nothing is of the marketplace that the caller names');

select * from finish();
rollback;

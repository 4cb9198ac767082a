begin;
set local search_path to extensions, public;
\ir ../support/seller_reports.psql
set local role asinmart_owner;
select plan(4);

select ops.promotion_scratch();
create function pg_temp.offer(p_asin text, p_covered text[], p_code text default null)
returns void
language sql
volatile
as $$
    insert into pg_temp.seller_report_rows (
        marketplace, reject_code, report, document_no, period_type, start_date, end_date, scope, covered, row_key, search_catalog
    )
    select 'US', p_code, 'search_catalog_performance', 1, 'WEEK', '2025-01-05', '2025-01-11', p_asin, p_covered, p_asin,
        jsonb_populate_record(null::staging_raw.search_catalog_row, jsonb_build_object('asin', p_asin, 'click_count', 7));
$$;
create function pg_temp.offered()
returns setof text
language plpgsql
stable
as $$
begin
    return query execute format('select o.asin || '' '' || o.click_count from (%s) as o order by 1', sqp.offered_rows_statement('sqp.search_catalog_performance'))
        using pg_temp.default_tenant();
end;
$$;
select pg_temp.offer('B0TESTA001', null), pg_temp.offer('B0TESTA002', null, 'asin_invalid'), pg_temp.offer('B0TESTA003', '{B0TESTA003}'), pg_temp.offer('B0TESTA004', null);
insert into pg_temp.seller_reports values ('search_catalog_performance', 'US', 'WEEK', '2025-01-05', '2025-01-11', 'all', 5);
select results_eq('select * from pg_temp.offered()', array['B0TESTA001 7', 'B0TESTA004 7'], 'accepted rows of reports that stand are offered');
insert into pg_temp.seller_reports values ('search_catalog_performance', 'US', 'WEEK', '2025-01-05', '2025-01-11', 'B0TESTA003', 5);
select results_eq('select * from pg_temp.offered()', array['B0TESTA001 7', 'B0TESTA003 7', 'B0TESTA004 7'], 'of all products or of some');
insert into sqp.reported_periods values
    (pg_temp.default_tenant(), 'search_catalog_performance', 'US', 'WEEK', '2025-01-05', '2025-01-11', 'B0TESTA004', 'later', 6, now(), now());
select results_eq('select * from pg_temp.offered()', array['B0TESTA001 7', 'B0TESTA003 7'], 'a product that a later arrival reported alone is left out');
select is(sqp.offered_rows_statement('core.products'), null, 'no other table has rows to offer');

select * from finish();
rollback;

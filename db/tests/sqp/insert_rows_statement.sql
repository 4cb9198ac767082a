begin;
set local search_path to extensions, public;
\ir ../support/seller_reports.psql
set local role asinmart_owner;
select plan(3);

select ops.promotion_scratch();
insert into pg_temp.seller_report_rows (marketplace, report, document_no, period_type, start_date, end_date, row_key, search_term)
select 'US', 'search_terms', 1, 'WEEK', '2025-01-05', '2025-01-11', k.term,
    jsonb_populate_record(null::staging_raw.search_term_row, jsonb_build_object('department_name', 'Garden', 'search_term', k.term, 'clicked_asin', 'B0TESTA001', 'click_share', 0.5))
from unnest(array['gloves', 'hats']) as k (term);
insert into pg_temp.seller_reports values ('search_terms', 'US', 'WEEK', '2025-01-05', '2025-01-11', 'all', 5);
create function pg_temp.insert_rows(p_known_at timestamptz)
returns integer
language plpgsql
volatile
as $$
declare
    v_count integer;
begin
    execute sqp.insert_rows_statement('sqp.search_terms') using pg_temp.default_tenant(), p_known_at;
    get diagnostics v_count = row_count;
    return v_count;
end;
$$;
select is(pg_temp.insert_rows('2025-01-13'), 2, 'rows that are not there are inserted');
select is(pg_temp.insert_rows('2025-01-14'), 0, 'others are left alone');
select results_eq(
    'select t.tenant_id, t.search_term, t.click_share, t.end_date, t.known_from_at from sqp.search_terms as t order by 2',
    $$
        values
            (pg_temp.default_tenant(), 'gloves', 0.5, '2025-01-11'::date, '2025-01-13'::timestamptz),
            (pg_temp.default_tenant(), 'hats', 0.5, '2025-01-11', '2025-01-13')
    $$,
    'with their tenant, period and time'
);

select * from finish();
rollback;

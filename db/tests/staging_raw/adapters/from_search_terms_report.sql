begin;
set local search_path to extensions, public;
\ir ../../support/seller_reports.psql
set local role asinmart_owner;
select plan(5);

create function pg_temp.read(p_items jsonb[])
returns setof staging_raw.search_term_row
language sql
as $$
    select o.* from unnest(p_items) with ordinality as i (item, place) cross join lateral staging_raw.from_search_terms_report(i.item) as o order by i.place;
$$;

select results_eq(
    $$
        select o.report, o.marketplace_id, o.period_type, o.start_date, o.end_date, o.scope, o.covered, o.row_key, o.fault
        from pg_temp.read(pg_temp.terms('{"period": "Day", "end": "2025-01-05"}', pg_temp.term_line(' garden gloves ', 'b0testa001'))) as o
    $$,
    $$
        values (
            'search_terms', 'ATVPDKIKX0DER', 'DAY', '2025-01-05'::date, '2025-01-05'::date, null::text, null::text[],
            'Garden | garden gloves | B0TESTA001', null::text
        )
    $$,
    'the period is that of the header; a report covers everything'
);
select results_eq(
    $$
        select o.department_name, o.search_term, o.clicked_asin, o.search_frequency_rank, o.click_share_rank, o.click_share, o.conversion_share
        from pg_temp.read(pg_temp.terms('{}', pg_temp.term_line(' garden gloves ', 'b0testa001'))) as o
    $$,
    $$values ('Garden', 'garden gloves', 'B0TESTA001', 7, 1, 0.125, 0.25)$$, 'shares stay fractions'
);
select is((select o.row_key from pg_temp.read(pg_temp.terms('{}')) as o), null, 'a report without rows is read too');
select is(
    (select o.fault from pg_temp.read(pg_temp.terms('{}', pg_temp.term_line('x', 'B0TESTA001', '{"departmentName": " "}'))) as o), 'the row names no department',
    'a row needs its department'
);
select is(
    (select o.fault from pg_temp.read(pg_temp.terms('{}', pg_temp.term_line('x', 'B0TESTA001', '{"clickShareRank": 0}'))) as o), 'a rank is below 1', 'and ranks from 1'
);

select * from finish();
rollback;

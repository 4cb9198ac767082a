begin;
set local search_path to extensions, public;
\ir ../../support/competition.psql
set local role asinmart_owner;
select plan(9);

select pg_temp.compare(pg_temp.a(), 'B0TESTA001', 'B0TESTA002', 'B0TESTA003', 'B0TESTA004'), pg_temp.compare(pg_temp.b(), 'B0TESTA001', 'B0TESTA005');
select pg_temp.load(
    'c1',
    pg_temp.days('B0TESTA001', '2025-03-01', '2025-03-30', '{"price": 10}') || pg_temp.days('B0TESTA002', '2025-03-01', '2025-03-30', '{"price": 12}')
    || pg_temp.days('B0TESTA003', '2025-03-02', '2025-03-28', '{"price": 8}') || pg_temp.days('B0TESTA004', '2025-02-01', '2025-02-28', '{"price": 7}')
    || pg_temp.days('B0TESTA005', '2025-03-30', '2025-03-30', '{"price": 7}')
);
create function pg_temp.rows_of(p_tenant_id uuid, p_as_of date, p_before date) returns table (relation text, row_text text) language sql stable as $$
    select r.relation, concat_ws(' ', r.prefix || r.asin, r.asin_comp, r.key ->> 'date')
    from core.claim_rows(p_tenant_id, 'B0TESTA001', 'US', p_as_of, p_before) as r;
$$;
create function pg_temp.rows_in(p_relation text, p_before date default null) returns setof text language sql stable as $$
    select r.row_text from pg_temp.rows_of(pg_temp.a(), '2025-03-30', p_before) as r where r.relation = p_relation;
$$;
select set_eq(
    $$select pg_temp.rows_in('product_daily')$$, array['B0TESTA001 2025-03-30', 'B0TESTA002 2025-03-30', 'B0TESTA003 2025-03-28'],
    'each product on its newest day of the 30; one without such a day has no row'
);
select set_eq(
    $$select pg_temp.rows_in('competitor_pairs')$$, array['B0TESTA004'], 'a competitor without such a day is named'
);
select set_eq(
    $$select pg_temp.rows_in('product_daily', '2025-03-15')$$,
    array['B0TESTA001 2025-03-30', 'B0TESTA002 2025-03-30', 'B0TESTA003 2025-03-28', 'previous.B0TESTA001 2025-03-15', 'previous.B0TESTA002 2025-03-15', 'previous.B0TESTA003 2025-03-15'],
    'and on the day of the version before'
);
select set_eq(
    $$select pg_temp.rows_in('competitor_scores_daily') union all select pg_temp.rows_in('competitor_sensitivity')$$,
    array['B0TESTA001 2025-03-30', 'B0TESTA002 2025-03-30'], 'scores of those observed that day'
);
select set_eq(
    $$select pg_temp.rows_in('competitor_comparison')$$, array['B0TESTA001 B0TESTA002 2025-03-30'], 'a gap is about the main product and names the competitor'
);
select set_eq(
    $$select pg_temp.rows_in('competitor_trends')$$,
    array['price_diff_pct.B0TESTA001 B0TESTA002 2025-03-30', 'bsr_gap.B0TESTA001 B0TESTA002 2025-03-30', 'rating_diff.B0TESTA001 B0TESTA002 2025-03-30',
        'reviews_gap.B0TESTA001 B0TESTA002 2025-03-30'],
    'one trend a metric'
);
select set_eq(
    $$select pg_temp.rows_in('offer_history')$$, array['B0TESTA001 2025-03-30', 'B0TESTA002 2025-03-30', 'B0TESTA003 2025-03-28'], 'stock and offers'
);
select is_empty(
    $$select r.row_text from pg_temp.rows_of(pg_temp.b(), '2025-03-30', '2025-03-15') as r where r.row_text ~ 'B0TESTA00[234]'$$, 'another tenant''s competitors have no rows'
);
select is_empty(
    $$
        select r.relation from core.claim_rows(pg_temp.a(), 'B0TESTA001', 'US', '2025-03-30', '2025-03-15') as r
        where r.cells ->> 'tenant_id' <> pg_temp.a()::text or not r.cells @> r.key
    $$,
    'a row has the cells of its key'
);

select * from finish();
rollback;

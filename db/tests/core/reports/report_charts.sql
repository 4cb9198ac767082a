begin;
set local search_path to extensions, public;
\ir ../../support/competition.psql
set local role asinmart_owner;
select plan(7);

select pg_temp.compare(pg_temp.a(), 'B0TESTA009', 'B0TESTA002', 'B0TESTA003'), pg_temp.compare(pg_temp.b(), 'B0TESTA009', 'B0TESTA005');
select pg_temp.load(
    'c1',
    pg_temp.days('B0TESTA009', '2025-03-28', '2025-03-30', '{"price": 10, "bsr": 5, "bsr_category": "x"}') || pg_temp.days('B0TESTA002', '2025-03-27', '2025-03-27', '{"price": 12}')
    || pg_temp.days('B0TESTA002', '2025-03-30', '2025-03-31', '{"price": 13}') || pg_temp.days('B0TESTA005', '2025-03-30', '2025-03-30', '{"price": 1}')
    || pg_temp.days('B0TESTA009', '2024-12-30', '2024-12-30', '{"price": 99}')
);
create temp table made on commit drop as select core.report_charts(pg_temp.a(), 'B0TESTA009', 'US', '2025-03-30') as charts;
select is((select m.charts -> 'dates' from made as m), '["2025-03-27", "2025-03-28", "2025-03-29", "2025-03-30"]'::jsonb, 'each day from the first observed one of the last 90');
select is(
    (select m.charts #> '{products,0}' from made as m),
    '{"asin": "B0TESTA009", "title": "Mug 9", "is_main": true, "price": [null, 10.00, 10.00, 10.00], "bsr": [null, 5, 5, 5]}'::jsonb, 'the main product comes first, with a value or null a day'
);
select is(
    (select m.charts #> '{products,1}' from made as m),
    '{"asin": "B0TESTA002", "title": "Mug 2", "is_main": false, "price": [12.00, null, null, 13.00], "bsr": [null, null, null, null]}'::jsonb, 'then competitors'
);
select is((select jsonb_array_length(m.charts -> 'products') from made as m), 3, 'each competitor has a series, even an empty one');
select is((select m.charts ->> 'currency' from made as m), 'USD', 'prices have a currency');
select ok((select m.charts::text !~ 'B0TESTA005' from made as m), 'no other tenant''s competitor is in it');
select is(
    core.report_charts(pg_temp.a(), 'B0TESTA009', 'US', '2024-12-01') #> '{dates}', '[]'::jsonb, 'without days there are no dates'
);

select * from finish();
rollback;

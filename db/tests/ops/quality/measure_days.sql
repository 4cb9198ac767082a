begin;
set local search_path to extensions, public;
\ir ../../support/write_day.psql
set local role asinmart_owner;
select plan(5);

select is_empty($$select 1 from ops.measure_days('2025-03-10 12:00+00', 5)$$, 'without products nothing is measured');
select pg_temp.write_day('B0TESTA001', '2025-03-07', '{"price": 1, "bsr": 3}');
select pg_temp.write_day('B0TESTA002', '2025-03-07', '{"price": 1, "rating": 4}');
select pg_temp.write_day('B0TESTA001', '2025-03-09', '{"buybox_price": 4, "reviews_count": 4}');
select pg_temp.write_day('B0TESTA001', '2025-03-10', '{"price": 1}');
update core.products set first_seen_at = '2025-03-07 12:00+00';
create temp view line as select m.* from ops.measure_days('2025-03-10 12:00+00', 5) as m;
select results_eq(
    $$select l.date, l.marketplace, l.part, l.whole from line as l where l.check_name = 'row_count' order by 1$$,
    $$values ('2025-03-07'::date, 'US', 2::numeric, null::numeric), ('2025-03-08', 'US', 0, null), ('2025-03-09', 'US', 1, null)$$,
    'complete days since the first observation are counted; a day without rows has 0'
);
select results_eq(
    $$select l.subject, l.part, l.whole from line as l where l.check_name = 'null_share' and l.date = '2025-03-07' order by 1$$,
    $$values ('bsr', 1::numeric, 2::numeric), ('buybox_price', 2, 2), ('price', 0, 2), ('rating', 1, 2), ('reviews_count', 2, 2)$$,
    'missing values are counted for each column'
);
select is_empty($$select 1 from line as l where l.check_name = 'null_share' and l.date = '2025-03-08'$$, 'a day without rows has no share');
select is((select min(m.date) from ops.measure_days('2025-03-10 12:00+00', 2) as m), '2025-03-08'::date, 'only the given number of days is measured');

select * from finish();
rollback;

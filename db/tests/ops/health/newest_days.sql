begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
select plan(3);

delete from app.tracked_products;
select pg_temp.load_run(
    'm1', pg_temp.observed('B0TESTA001', '2025-03-08', '{"price": 1}'), pg_temp.observed('B0TESTA002', '2025-03-09', '{"price": 1}')
);
select is_empty($$select n.marketplace from ops.newest_days('2025-03-10 12:00+00') as n$$, 'where no product is tracked no day is due');
insert into app.tracked_products (asin, marketplace) values ('B0TESTA001', 'US'), ('B0TESTA003', 'DE');
select results_eq(
    $$select n.marketplace, n.newest_day, n.expected_day from ops.newest_days('2025-03-11 06:59+00') as n$$,
    $$values ('US', '2025-03-09'::date, '2025-03-09'::date)$$, 'a day is due when it has ended in the marketplace'
);
select is((select n.expected_day from ops.newest_days('2025-03-11 07:00+00') as n), '2025-03-10'::date, 'which is midnight there');

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
select plan(5);

insert into app.tracked_products (asin, tracking_frequency, created_at) values
    ('B0TESTA001', '24 hours', '2025-02-01'), ('B0TESTA002', '3 days', '2025-02-01'), ('B0TESTA003', '6 hours', '2025-02-01'),
    ('B0TESTA004', '24 hours', '2025-03-09 20:00+00');
create temp view line as select m.* from ops.measure_tracked('2025-03-10 12:00+00', 2) as m where m.subject = 'tracked products';
select results_eq(
    'select l.date, l.marketplace, l.part, l.whole, l.usual from line as l order by 1',
    $$values ('2025-03-08'::date, 'US', 0::numeric, 3::numeric, 1::numeric), ('2025-03-09', 'US', 0, 3, 1)$$,
    'a tracked product that was never observed is missing; one tracked for less than its interval is not due'
);
select pg_temp.load_run(
    't1', pg_temp.observed('B0TESTA001', '2025-03-08', '{"price": 1}'), pg_temp.observed('B0TESTA002', '2025-03-07', '{"price": 1}'),
    pg_temp.observed('B0TESTA003', '2025-03-08', '{"price": 1}'), pg_temp.observed('B0TESTA003', '2025-03-09', '{"price": 1}'),
    pg_temp.observed('B0TESTA009', '2025-03-09', '{"price": 1}')
);
select results_eq(
    'select l.date, l.part from line as l order by 1', $$values ('2025-03-08'::date, 3::numeric), ('2025-03-09', 2)$$,
    'a product with an interval of three days is due every third day'
);
update app.tracked_products set is_active = false where asin = 'B0TESTA001';
select is((select l.whole from line as l where l.date = '2025-03-09'), 2::numeric, 'a product that is no longer tracked is not due');
select results_eq(
    $$select m.date, m.part, m.whole, round(m.usual, 4) from ops.measure_tracked('2025-03-10 12:00+00', 1) as m where m.subject = 'observed days'$$,
    $$values ('2025-03-09'::date, 3::numeric, 14::numeric, 0.0500)$$,
    'observed days of a week and of thirty days are counted for the products'
);
delete from app.tracked_products;
select is_empty('table line', 'without tracked products nothing is due');

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
\ir ../support/write_day.psql
set local role asinmart_owner;
select plan(5);

select pg_temp.write_day('B0TESTA001', '2025-03-01', '{"price": 10, "bsr": 5}');
select pg_temp.write_day('B0TESTA001', '2025-04-02', '{"bsr": 7}');
select pg_temp.write_day('B0TESTA001', '2025-03-15', '{"price": 12}', 'DE');
select pg_temp.write_day('B0TESTA002', '2020-01-01', '{"price": 3}');
insert into core.products (asin, marketplace, first_seen_at, last_seen_at, described_at)
values ('B0TESTA003', 'US', '2025-01-01', '2025-01-01', '2025-01-01');

select results_eq(
    $$select d.asin, d.marketplace, d.date, d.price, d.bsr from definitions.product_latest() as d order by d.asin, d.marketplace$$,
    $$values
        ('B0TESTA001', 'DE', '2025-03-15'::date, 12::numeric, null::integer),
        ('B0TESTA001', 'US', '2025-04-02', null, 7),
        ('B0TESTA002', 'US', '2020-01-01', 3, null)
    $$,
    'each product has its newest day as a whole, without values of older days'
);
select is_empty(
    $$select 1 from definitions.product_latest() as d where d.asin = 'B0TESTA003'$$,
    'a product without an observed day has no row'
);
select results_eq(
    $$select d.asin from definitions.product_latest('2025-03-20') as d$$,
    $$values ('B0TESTA001')$$,
    'a bound on history excludes older days'
);
delete from core.product_metrics_daily where asin = 'B0TESTA001' and date = '2025-04-02';
select results_eq(
    $$select d.date, d.price from definitions.product_latest() as d where d.asin = 'B0TESTA001' and d.marketplace = 'US'$$,
    $$values ('2025-03-01'::date, 10::numeric)$$,
    'when the newest day is deleted, the one before is the newest'
);
delete from core.product_metrics_daily where asin = 'B0TESTA002';
select is_empty(
    $$select 1 from definitions.product_latest() as d where d.asin = 'B0TESTA002'$$,
    'when the last day is deleted, there is no row'
);

select * from finish();
rollback;

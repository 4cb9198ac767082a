begin;
set local search_path to extensions, public;
\ir ../support/load_run.psql
\ir ../support/differences.psql
set local role asinmart_owner;
select plan(13);

create view pg_temp.latest as
select l.asin, l.date, l.price, l.status from mart.product_latest as l;

select pg_temp.load_run('l1', pg_temp.observed('B0TESTA001', '2025-03-01', '{"price": 10}'), pg_temp.observed('B0TESTA001', '2025-03-02', '{"price": 11}'));
select results_eq('table pg_temp.latest', $$values ('B0TESTA001', '2025-03-02'::date, 11::numeric, 'ok')$$, 'the newest day counts');
select pg_temp.load_run('l2', pg_temp.observed('B0TESTA001', '2025-02-01', '{"price": 9}'));
select results_eq('table pg_temp.latest', $$values ('B0TESTA001', '2025-03-02'::date, 11::numeric, 'ok')$$, 'a late day is not the newest');
select pg_temp.load_run('l3', pg_temp.observed('B0TESTA001', '2025-03-03', '{"status": "blocked"}'));
select results_eq('table pg_temp.latest', $$values ('B0TESTA001', '2025-03-02'::date, 11::numeric, 'ok')$$, 'a failed observation gives no day');
select pg_temp.load_run('l4', pg_temp.observed('B0TESTA001', '2025-03-02', '{"price": 12}'));
select results_eq('table pg_temp.latest', $$values ('B0TESTA001', '2025-03-02'::date, 12::numeric, 'ok')$$, 'the newest day can be corrected');
select pg_temp.load_run('l5', pg_temp.observed('B0TESTA001', '2025-03-04', '{"availability": "Currently unavailable."}'));
select results_eq('table pg_temp.latest', $$values ('B0TESTA001', '2025-03-04'::date, null::numeric, 'out_of_stock')$$, 'a day out of stock counts, without the price of another day');
select pg_temp.load_run('l6', pg_temp.observed('B0TESTA001', '2025-03-04', '{"status": "parse_error"}'));
select results_eq('table pg_temp.latest', $$values ('B0TESTA001', '2025-03-02'::date, 12::numeric, 'ok')$$, 'when the newest day is deleted the one before is the newest');
delete from core.product_metrics_daily where date between '2025-03-01' and '2025-03-31';
select ops.refresh_dirty();
select results_eq('table pg_temp.latest', $$values ('B0TESTA001', '2025-02-01'::date, 9::numeric, 'ok')$$, 'also when that day is in another month');
delete from core.product_metrics_daily;
select ops.refresh_dirty();
select is_empty('table pg_temp.latest', 'a product without a day has no row');

select pg_temp.load_run('l7', pg_temp.observed('B0TESTA002', '2023-01-01', '{"price": 1}'), pg_temp.observed('B0TESTA003', '2023-01-01', '{"price": 1}'));
select pg_temp.load_run('l8', pg_temp.observed('B0TESTA002', '2025-01-01', '{"price": 1}'));
delete from core.product_metrics_daily where asin = 'B0TESTA002' and date = '2025-01-01';
select pg_temp.load_run('l9', pg_temp.observed('B0TESTA003', '2025-01-02', '{"price": 1}'));
select results_eq(
    'select l.asin, l.date from pg_temp.latest as l order by l.asin',
    $$values ('B0TESTA002', '2023-01-01'::date), ('B0TESTA003', '2025-01-02')$$,
    'the next run takes a manual deletion into account, however old the day before'
);
delete from core.products where asin = 'B0TESTA003';
select ops.refresh_dirty();
select is_empty($$select 1 from pg_temp.latest as l where l.asin = 'B0TESTA003'$$, 'a manually deleted product has no row');
select pg_temp.load_run('l10', pg_temp.observed('B0TESTA003', '2025-01-02', '{"price": 1}'));
select results_eq(
    $$select l.date from pg_temp.latest as l where l.asin = 'B0TESTA003'$$, $$values ('2025-01-02'::date)$$,
    'it has its row again when a run creates the product, although no day changed'
);
select is((select count(*) from pg_temp.differences() as d where d.derived = 'product_latest'), 0::bigint, 'the table equals its definition');

select ops.promotion_scratch();
insert into pg_temp.changed_days (asin, marketplace, date) values ('B0TESTA003', 'US', '2025-01-02');
select is(mart.refresh_product_latest(), 0, 'a day without a real change writes nothing');

select * from finish();
rollback;

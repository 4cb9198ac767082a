begin;
set local search_path to extensions, public;
\ir ../support/write_day.psql
set local role asinmart_owner;
\ir ../support/product_days.psql
select plan(5);

select pg_temp.write_history();
create temp table defined on commit drop as select d.* from definitions.product_days('-infinity', 'infinity') as d;
select ops.promotion_scratch();
insert into pg_temp.refreshed_days (asin, marketplace, date, is_few)
select d.asin, d.marketplace, d.date, d.asin = 'B0TESTA002' or d.marketplace = 'DE'
from core.product_metrics_daily as d
where d.asin in ('B0TESTA001', 'B0TESTA002', 'B0TESTA004', 'B0TESTA006') and extract(day from d.date) <> 13;

select mart.read_day_rows();
select is_empty(
    'select r.* from pg_temp.day_rows as r except table defined', 'the rows are those of the definition, also when the day before is months earlier'
);
select is_empty(
    $$
        select d.* from defined as d inner join pg_temp.refreshed_days as r on r.asin = d.asin and r.marketplace = d.marketplace and r.date = d.date
        where not r.is_few
        except
        select r.* from pg_temp.day_rows as r
    $$,
    'of every day of the products with many days'
);
select is_empty(
    $$select 1 from pg_temp.day_rows as r where r.asin = 'B0TESTA002' or r.marketplace = 'DE' or extract(day from r.date) = 13$$,
    'and of no other: not of a product with few days, even if it shares its ASIN with one of many, nor of a day that was not asked for'
);
select isnt_empty($$select 1 from pg_temp.day_rows as r where r.previous_date < r.date - 90$$, 'some of them have a far previous day');
select ops.promotion_scratch();
select mart.read_day_rows();
select is_empty('select 1 from pg_temp.day_rows', 'without days nothing is computed');

select * from finish();
rollback;

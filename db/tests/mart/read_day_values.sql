begin;
set local search_path to extensions, public;
\ir ../support/write_day.psql
set local role asinmart_owner;
\ir ../support/product_days.psql
select plan(11);

select pg_temp.write_history();
update core.product_metrics_daily set status = 'out_of_stock' where extract(day from date) in (3, 4, 11, 20);
create temp table defined on commit drop as select d.* from definitions.product_days('-infinity', 'infinity') as d;

-- Reads the values of the days of all products on these dates: whole days, or by product, with a first call that looks no further back.
create function pg_temp.read(p_days date[], p_is_whole boolean, p_history_from date default '-infinity')
returns void
language plpgsql
volatile
as $$
begin
    perform ops.promotion_scratch();
    insert into pg_temp.refreshed_days (asin, marketplace, date, is_changed, is_few)
    select d.asin, d.marketplace, d.date, true, true from core.product_metrics_daily as d where d.date = any (p_days);
    perform mart.read_day_values(case when p_is_whole then p_days end, p_history_from);
end;
$$;
create temp table read_values on commit drop as
select true as is_whole, v.* from (select null::integer as id, d.asin, d.marketplace, d.date, d.previous_date, d.price, d.price_delta, d.buybox_price,
    d.buybox_delta, d.bsr, d.bsr_delta, d.rating, d.rating_delta, d.reviews_count, d.reviews_delta, d.is_buybox_seller_changed, d.stock_change,
    d.is_bsr_category_changed, d.bsr_category_last, null::boolean as was_offered from defined as d) as v
limit 0;
do $$
begin
    for v_month in 0..5 loop
        for v_is_whole in 0..1 loop
            perform pg_temp.read(
                array(select date '2025-01-01' + n from generate_series(v_month * 27, v_month * 27 + 26) as n), v_is_whole = 1
            );
            insert into read_values select v_is_whole = 1, v.* from pg_temp.day_values as v;
        end loop;
    end loop;
end;
$$;
create temp view wrong as
select r.is_whole, r.asin, r.marketplace, r.date
from read_values as r
left join defined as d on d.asin = r.asin and d.marketplace = r.marketplace and d.date = r.date
where (
        r.previous_date, r.price, r.price_delta, r.buybox_price, r.buybox_delta, r.bsr, r.bsr_delta, r.rating, r.rating_delta, r.reviews_count,
        r.reviews_delta, r.is_buybox_seller_changed, r.stock_change, r.is_bsr_category_changed
    ) is distinct from (
        d.previous_date, d.price, d.price_delta, d.buybox_price, d.buybox_delta, d.bsr, d.bsr_delta, d.rating, d.rating_delta, d.reviews_count,
        d.reviews_delta, d.is_buybox_seller_changed, d.stock_change, d.is_bsr_category_changed
    )
    or d.bsr_days_90 > 0 and r.bsr_category_last is distinct from d.bsr_category_last
    or r.was_offered is distinct from (
        select core.is_offered(o.status, o.in_stock)
        from core.product_metrics_daily as o
        where o.asin = r.asin and o.marketplace = r.marketplace and o.date = d.previous_date
    );
select results_eq(
    'select r.is_whole, count(*) from read_values as r group by 1 order by 1',
    'select w.is_whole, count(*) from defined as d cross join (values (false), (true)) as w (is_whole) group by 1 order by 1',
    'every day is read once, in whole days and by product'
);
select is_empty('table wrong', 'values and changes are those of the definition');

-- Previous days: the day before, one before the bound, and none.
select pg_temp.read('{2025-05-27, 2025-05-28, 2025-02-14}', true, '2025-01-10');
select results_eq(
    $$select v.asin, v.date, v.previous_date from pg_temp.day_values as v where v.asin in ('B0TESTA003', 'B0TESTA004') order by 1, 2$$,
    $$values ('B0TESTA004', '2025-05-27'::date, '2025-02-21'::date), ('B0TESTA004', '2025-05-28', '2025-05-27')$$,
    'a product without a previous day within the bound is left for a second call'
);
select mart.read_day_values(null, '-infinity');
select results_eq(
    $$select v.asin, v.previous_date from pg_temp.day_values as v where v.asin in ('B0TESTA003', 'B0TESTA004') order by 1, 2$$,
    $$values ('B0TESTA003', null::date), ('B0TESTA004', '2025-02-21'), ('B0TESTA004', '2025-05-27')$$,
    'which reads those alone'
);
select is(
    (select count(distinct v.id) from pg_temp.day_values as v), (select count(*) from pg_temp.refreshed_days), 'each day has its own number'
);
select pg_temp.read('{2025-05-27}', false, '2025-03-01');
select is((select count(*) from pg_temp.day_values as v where v.asin = 'B0TESTA004'), 0::bigint, 'a previous day before the bound is not looked for, by product neither');
select pg_temp.read('{2025-05-27}', false, '2025-02-21');
select is((select count(*) from pg_temp.day_values as v where v.asin = 'B0TESTA004'), 1::bigint, 'one on the bound is found');

-- Many days of a product are not read here.
select pg_temp.read('{2025-05-27}', true);
update pg_temp.refreshed_days set is_few = asin <> 'B0TESTA002';
truncate pg_temp.day_values;
select mart.read_day_values('{2025-05-27}', '-infinity');
select is_empty($$select 1 from pg_temp.day_values as v where v.asin = 'B0TESTA002'$$, 'a product with many days is left out');
select isnt_empty($$select 1 from pg_temp.day_values as v where v.asin = 'B0TESTA001'$$, 'others are not');

-- The category of the last rank: 89 days back at most.
select pg_temp.write_day('B0TESTB001', '2025-01-01', '{"bsr": 5, "bsr_category": "Gloves"}');
select pg_temp.write_day('B0TESTB001', '2025-03-31', '{"price": 1}');
select pg_temp.write_day('B0TESTB001', '2025-04-01', '{"price": 1}');
select pg_temp.read('{2025-03-31, 2025-04-01}', false);
select results_eq(
    $$select v.date, v.bsr_category_last from pg_temp.day_values as v where v.asin = 'B0TESTB001' order by 1$$,
    $$values ('2025-03-31'::date, 'Gloves'), ('2025-04-01', null)$$,
    'a rank 89 days before has the category, one 90 days before has not'
);
select ops.promotion_scratch();
select mart.read_day_values(null, '-infinity');
select is_empty('select 1 from pg_temp.day_values', 'without days nothing is read');

select * from finish();
rollback;

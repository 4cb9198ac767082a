begin;
set local search_path to extensions, public;
\ir ../support/write_day.psql
set local role asinmart_owner;
\ir ../support/product_days.psql
select plan(26);

-- The whole numbers of a day, as the text of a few columns.
create function pg_temp.day_of(p_asin text, p_date date)
returns setof mart.product_days
language sql
stable
as $$
    select d.* from definitions.product_days(p_date, p_date) as d where d.asin = p_asin and d.marketplace = 'US';
$$;

select pg_temp.write_day('B0TESTB001', '2025-03-01', '{"price": 20, "bsr": 100, "bsr_category": "Gloves", "rating": 4.5, "reviews_count": 10, "buybox_price": 20, "buybox_seller": "A1", "in_stock": true}');
select pg_temp.write_day('B0TESTB001', '2025-03-02', '{"price": 25.01, "bsr": 80, "bsr_category": "Gloves", "rating": 4.3, "reviews_count": 13, "buybox_price": 18, "buybox_seller": "A2", "in_stock": false}');
select pg_temp.write_day('B0TESTB001', '2025-03-07', '{"price": 25, "bsr": 80, "bsr_category": "Mittens", "rating": 4.3, "in_stock": true}');
select pg_temp.write_day('B0TESTB001', '2025-03-08', '{"bsr": 60, "bsr_category": "Mittens", "buybox_price": 17, "buybox_seller": "A1"}');
select pg_temp.write_day('B0TESTB001', '2025-03-01', '{"price": 1}', 'CA');
select results_eq(
    $$select d.price, d.price_delta, d.buybox_price, d.buybox_delta, d.rating::integer, d.rating_delta::integer from pg_temp.day_of('B0TESTB001', '2025-03-02') as d$$,
    $$values (2501::bigint, 501::bigint, 1800::bigint, -200::bigint, 430, -20)$$,
    'money and ratings are in hundredths'
);
select results_eq(
    $$
        select d.previous_date, d.price_delta, d.bsr_delta, d.rating_delta, d.reviews_delta, d.buybox_delta, d.is_buybox_seller_changed, d.stock_change,
            d.is_bsr_category_changed
        from pg_temp.day_of('B0TESTB001', '2025-03-01') as d
    $$,
    $$values (null::date, null::bigint, null::integer, null::smallint, null::integer, null::bigint, null::boolean, null::text, null::boolean)$$,
    'a first day has no changes'
);
select results_eq(
    $$select d.previous_date, d.bsr_delta, d.is_bsr_category_changed, d.stock_change from pg_temp.day_of('B0TESTB001', '2025-03-07') as d$$,
    $$values ('2025-03-02'::date, null::integer, true, 'regained')$$,
    'a day is compared with the observed day before it, ranks only within a category'
);
select results_eq(
    $$select d.price_delta, d.rating_delta, d.buybox_delta, d.is_buybox_seller_changed from pg_temp.day_of('B0TESTB001', '2025-03-08') as d$$,
    $$values (null::bigint, null::smallint, null::bigint, null::boolean)$$,
    'a value that is unknown on one side has no change'
);

-- Previous days: before the range, far before it, and before a bound of the caller.
select pg_temp.write_day('B0TESTB002', '2024-01-15', '{"price": 10}');
select pg_temp.write_day('B0TESTB002', '2025-03-01', '{"price": 15}');
select results_eq(
    $$select d.previous_date, d.price_delta from pg_temp.day_of('B0TESTB002', '2025-03-01') as d$$, $$values ('2024-01-15'::date, 500::bigint)$$,
    'a previous day more than a year back is found'
);
select results_eq(
    $$select d.previous_date from definitions.product_days('2025-03-01', '2025-03-01', null, '2025-01-01') as d where d.asin = 'B0TESTB002'$$,
    $$values (null::date)$$,
    'unless the caller bounds the search'
);
select results_eq(
    $$select d.asin, d.marketplace, d.date, d.previous_date from definitions.product_days('2025-03-02', '2025-03-06') as d$$,
    $$values ('B0TESTB001', 'US', '2025-03-02'::date, '2025-03-01'::date)$$,
    'the range bounds the returned days; the day before is found even if it is before the range'
);
select results_eq(
    $$select d.asin, d.marketplace, d.date from definitions.product_days('2025-03-01', '2025-03-31', array['B0TESTB002', 'B0TESTB009']) as d$$,
    $$values ('B0TESTB002', 'US', '2025-03-01'::date)$$,
    'the result can be restricted to some products'
);
select results_eq(
    $$select d.marketplace, d.price from definitions.product_days('2025-03-01', '2025-03-01', array['B0TESTB001']) as d order by 1$$,
    $$values ('CA', 100::bigint), ('US', 2000)$$,
    'these in all marketplaces, each with its own values'
);

-- Windows: the first known value in them, the category of the last rank.
select pg_temp.write_day('B0TESTB003', '2025-03-01', '{"price": 99, "bsr": 900, "bsr_category": "Gloves"}');
select pg_temp.write_day('B0TESTB003', '2025-03-07', '{"bsr": 50, "bsr_category": "Mittens"}');
select pg_temp.write_day('B0TESTB003', '2025-03-08', '{"price": 10, "bsr": 80, "bsr_category": "Gloves", "reviews_count": 5}');
select pg_temp.write_day('B0TESTB003', '2025-03-09', '{"price": 15, "bsr": 40, "bsr_category": "Gloves", "reviews_count": 7}');
select pg_temp.write_day('B0TESTB003', '2025-03-10', '{"in_stock": true}');
select results_eq(
    $$
        select d.price_first_7, d.price_first_30, d.reviews_first_7, d.reviews_first_30, d.price_days_7::integer, d.price_days_30::integer
        from pg_temp.day_of('B0TESTB003', '2025-03-09') as d
    $$,
    $$values (1000::bigint, 9900::bigint, 5, 5, 2, 3)$$,
    'the first value of a window is the first known one in it, not one of a day before it'
);
select results_eq(
    $$
        select d.bsr_category_last, d.bsr_first_7, d.bsr_first_30, d.bsr_days_7::integer, d.bsr_days_30::integer, d.has_one_bsr_category_7
        from pg_temp.day_of('B0TESTB003', '2025-03-09') as d
    $$,
    $$values ('Gloves', 80, 900, 2, 3, false)$$,
    'ranks of the category of the last rank count, also those before a rank of another category'
);
select results_eq(
    $$select d.bsr_category_last, d.bsr_days_7::integer, d.bsr_first_7, d.has_one_bsr_category_7 from pg_temp.day_of('B0TESTB003', '2025-03-07') as d$$,
    $$values ('Mittens', 1, 50, false)$$,
    'later ranks do not count'
);
select results_eq(
    $$select d.price, d.price_first_7, d.bsr, d.bsr_category_last, d.bsr_first_7 from pg_temp.day_of('B0TESTB003', '2025-03-10') as d$$,
    $$values (null::bigint, 1000::bigint, null::integer, 'Gloves', 80)$$,
    'a day without values has the windows of the days before it'
);
select pg_temp.write_day('B0TESTB003', '2025-06-07', '{"price": 1}');
select pg_temp.write_day('B0TESTB003', '2025-06-08', '{"price": 1}');
select results_eq(
    $$
        select d.date, d.bsr_category_last, d.bsr_days_30::integer, d.bsr_days_90::integer, d.has_one_bsr_category_90, d.price_first_90, d.previous_date
        from definitions.product_days('2025-06-01', '2025-06-30') as d where d.asin = 'B0TESTB003' order by d.date
    $$,
    $$values ('2025-06-07'::date, null::text, 0, 0, true, 100::bigint, '2025-03-10'::date), ('2025-06-08', null, 0, 0, true, 100, '2025-06-07')$$,
    'a rank more than 89 days before has no category any more'
);
select pg_temp.write_day('B0TESTB004', '2025-03-01', '{"price": 9999999999.99, "buybox_price": 0.01, "bsr": 2147483647, "reviews_count": 2147483647}');
select pg_temp.write_day('B0TESTB004', '2025-03-02', '{"price": -9999999999.99, "buybox_price": 9999999999.99, "bsr": 1, "reviews_count": 0}');
select pg_temp.write_day('B0TESTB004', '2025-03-03', '{"price": 9999999999.99, "bsr": 2147483647}');
select results_eq(
    $$select d.price_delta, d.buybox_delta, d.bsr_delta, d.reviews_delta, d.price_sum_90, d.bsr_sum_90 from pg_temp.day_of('B0TESTB004', '2025-03-02') as d$$,
    $$values (-1999999999998::bigint, 999999999998::bigint, -2147483646, -2147483647, 0::bigint, 2147483648::bigint)$$,
    'the largest values are compared and summed without overflow; ranks without a category count as of one category'
);
select results_eq(
    $$select d.price_min_7, d.price_max_7, d.bsr_min_7, d.bsr_max_7, d.bsr_days_7::integer from pg_temp.day_of('B0TESTB004', '2025-03-03') as d$$,
    $$values (-999999999999::bigint, 999999999999::bigint, 1, 2147483647, 3)$$,
    'also as extremes'
);

-- Each window read by itself, over half a year.
delete from core.product_metrics_daily;
select pg_temp.write_history();
create temp table defined on commit drop as select d.* from definitions.product_days('-infinity', 'infinity') as d;
create temp view windows as
select d.asin, d.marketplace, d.date, w.*
from defined as d
cross join lateral (
    values
        (7, case when d.bsr_days_90 > 0 then d.bsr_category_last end, d.price_sum_7, d.price_min_7, d.price_max_7, d.price_first_7, d.bsr_sum_7,
            d.bsr_min_7, d.bsr_max_7, d.bsr_first_7, d.rating_sum_7, d.reviews_first_7, d.observed_days_7, d.price_days_7, d.bsr_days_7,
            d.rating_days_7, d.has_one_bsr_category_7),
        (30, d.bsr_category_last, d.price_sum_30, d.price_min_30, d.price_max_30, d.price_first_30, d.bsr_sum_30,
            d.bsr_min_30, d.bsr_max_30, d.bsr_first_30, d.rating_sum_30, d.reviews_first_30, d.observed_days_30, d.price_days_30, d.bsr_days_30,
            d.rating_days_30, d.has_one_bsr_category_30),
        (90, d.bsr_category_last, d.price_sum_90, d.price_min_90, d.price_max_90, d.price_first_90, d.bsr_sum_90,
            d.bsr_min_90, d.bsr_max_90, d.bsr_first_90, d.rating_sum_90, d.reviews_first_90, d.observed_days_90, d.price_days_90, d.bsr_days_90,
            d.rating_days_90, d.has_one_bsr_category_90)
) as w (
    window_days, bsr_category_last, price_sum, price_min, price_max, price_first, bsr_sum, bsr_min, bsr_max, bsr_first, rating_sum,
    reviews_first, observed_days, price_days, bsr_days, rating_days, has_one_bsr_category
);
create temp table expected_windows on commit drop as
select
    w.asin, w.marketplace, w.date, w.window_days, w.bsr_category_last, (w.price_sum * 100)::bigint as price_sum,
    (w.price_min * 100)::bigint as price_min, (w.price_max * 100)::bigint as price_max, (w.price_first * 100)::bigint as price_first,
    w.bsr_sum, w.bsr_min, w.bsr_max, w.bsr_first, (w.rating_sum * 100)::integer as rating_sum, w.reviews_first,
    w.observed_days::smallint, w.price_days::smallint, w.bsr_days::smallint, w.rating_days::smallint, w.has_one_bsr_category
from pg_temp.windows_one_by_one as w;
select is((select count(*) from windows), (select 3 * count(*) from core.product_metrics_daily), 'every observed day has its windows');
select is_empty('table windows except table expected_windows', 'each window is that of its days, read by itself');
select is_empty('table expected_windows except table windows', 'no window is missing');
select results_eq(
    $$
        select count(*) filter (where not w.has_one_bsr_category) > 100, count(*) filter (where w.bsr_days = 0) > 100,
            count(*) filter (where w.price_first is null) > 1, count(*) filter (where w.price_first < 0) > 10
        from windows as w
    $$,
    'values (true, true, true, true)',
    'the history has windows with ranks of several categories, without any, without a price, and with prices below 0'
);
create temp view changes as
select
    d.asin, d.marketplace, d.date, d.previous_date, d.price, d.price_delta, d.buybox_price, d.buybox_delta, d.bsr, d.bsr_delta, d.rating,
    d.rating_delta, d.reviews_count, d.reviews_delta, d.is_buybox_seller_changed, d.stock_change, d.is_bsr_category_changed
from defined as d;
create temp table expected_changes on commit drop as
select
    d.asin, d.marketplace, d.date, b.date as previous_date, (d.price * 100)::bigint as price, ((d.price - b.price) * 100)::bigint as price_delta,
    (d.buybox_price * 100)::bigint as buybox_price, ((d.buybox_price - b.buybox_price) * 100)::bigint as buybox_delta, d.bsr,
    case when coalesce(d.bsr_category, '') = coalesce(b.bsr_category, '') then d.bsr - b.bsr end as bsr_delta,
    (d.rating * 100)::smallint as rating, ((d.rating - b.rating) * 100)::smallint as rating_delta, d.reviews_count,
    d.reviews_count - b.reviews_count as reviews_delta, d.buybox_seller <> b.buybox_seller as is_buybox_seller_changed,
    case when d.in_stock and b.in_stock = false then 'regained' when d.in_stock = false and b.in_stock then 'lost' end as stock_change,
    case when b.date is not null then coalesce(d.bsr_category, '') <> coalesce(b.bsr_category, '') end as is_bsr_category_changed
from core.product_metrics_daily as d
left join lateral (
    select o.* from core.product_metrics_daily as o
    where o.asin = d.asin and o.marketplace = d.marketplace and o.date < d.date
    order by o.date desc
    limit 1
) as b on true;
select is_empty('table changes except table expected_changes', 'each change is that since the observed day before');
select is_empty('table expected_changes except table changes', 'no change is missing');

create temp table spans on commit drop as
select s.from_date, s.to_date
from (values
    ('2025-01-01'::date, '2025-06-30'::date), ('2025-05-30', '2025-05-30'), ('2025-02-10', '2025-03-20'), ('2024-01-01', '2025-01-01')
) as s (from_date, to_date);
select is_empty(
    $$
        select s.from_date, f.* from spans as s cross join lateral definitions.product_days(s.from_date, s.to_date) as f
        except
        select s.from_date, d.* from spans as s inner join defined as d on d.date between s.from_date and s.to_date
    $$,
    'a range gives the same rows as the whole history'
);
select is_empty(
    $$
        select s.from_date, d.* from spans as s inner join defined as d on d.date between s.from_date and s.to_date
        except
        select s.from_date, f.* from spans as s cross join lateral definitions.product_days(s.from_date, s.to_date) as f
    $$,
    'and all of them'
);
select results_eq(
    $$select d.* from definitions.product_days('2025-03-01', '2025-04-30', array['B0TESTA001', 'B0TESTA006']) as d order by d.asin, d.marketplace, d.date$$,
    $$
        select d.* from defined as d
        where d.asin in ('B0TESTA001', 'B0TESTA006') and d.date between '2025-03-01' and '2025-04-30' order by d.asin, d.marketplace, d.date
    $$,
    'so do some products'
);
select is(
    (select count(*) from definitions.product_days('2031-01-01', '2031-12-31')), 0::bigint, 'days without observations have no rows'
);

select * from finish();
rollback;

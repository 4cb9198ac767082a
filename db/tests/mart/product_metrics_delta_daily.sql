begin;
set local search_path to extensions, public;
\ir ../support/write_day.psql
set local role asinmart_owner;
\ir ../support/product_days.psql
select plan(21);

-- Rows of the view, after its table was filled from the definition.
create function pg_temp.deltas(p_asin text, p_from date, p_to date default null)
returns setof mart.product_metrics_delta_daily
language plpgsql
volatile
as $$
begin
    perform pg_temp.fill_days();
    return query
    select d.*
    from mart.product_metrics_delta_daily as d
    where d.asin = p_asin and d.marketplace = 'US' and d.date between p_from and coalesce(p_to, p_from);
end;
$$;

select pg_temp.write_day('B0TESTA001', '2025-03-01', '{"price": 20, "bsr": 100, "bsr_category": "Gloves", "rating": 4.5, "reviews_count": 10, "buybox_price": 20, "buybox_seller": "A1", "in_stock": true}');
select pg_temp.write_day('B0TESTA001', '2025-03-02', '{"price": 25, "bsr": 80, "bsr_category": "Gloves", "rating": 4.3, "reviews_count": 13, "buybox_price": 18, "buybox_seller": "A2", "in_stock": false}');
select pg_temp.write_day('B0TESTA001', '2025-03-07', '{"price": 25, "bsr": 80, "bsr_category": "Mittens", "rating": 4.3, "in_stock": true}');
select pg_temp.write_day('B0TESTA001', '2025-03-08', '{"bsr": 60, "bsr_category": "Mittens", "buybox_price": 17, "buybox_seller": "A1"}');
select pg_temp.write_day('B0TESTA001', '2025-03-09', '{"price": 30, "in_stock": false}');
select pg_temp.write_day('B0TESTA001', '2025-03-01', '{"price": 1}', 'CA');
select pg_temp.write_day('B0TESTA001', '2025-03-04', '{"price": 2}', 'CA');

select results_eq(
    $$select d.previous_date, d.days_since_previous, d.price_delta, d.stock_change from pg_temp.deltas('B0TESTA001', '2025-03-01') as d$$,
    $$values (null::date, null::integer, null::numeric, null::text)$$,
    'the first observed day has no previous day'
);
select results_eq(
    $$select d.price_delta, d.price_change_pct, d.days_since_previous from pg_temp.deltas('B0TESTA001', '2025-03-02') as d$$,
    $$values (5::numeric, 25.00, 1)$$,
    'the price is compared with the day before, in currency and in percent of the old price'
);
select results_eq(
    $$select d.bsr_delta, d.bsr_change_pct from pg_temp.deltas('B0TESTA001', '2025-03-02') as d$$,
    $$values (-20, -20.00)$$,
    'a better rank is a negative change'
);
select results_eq(
    $$select d.rating_delta, d.reviews_delta from pg_temp.deltas('B0TESTA001', '2025-03-02') as d$$,
    $$values (-0.2, 3)$$,
    'changes of stars and ratings are differences'
);
select results_eq(
    $$select d.buybox_delta, d.buybox_change_pct, d.is_buybox_seller_changed from pg_temp.deltas('B0TESTA001', '2025-03-02') as d$$,
    $$values (-2::numeric, -10.00, true)$$,
    'the featured offer is compared by price and seller'
);
select results_eq(
    $$select d.date, d.stock_change from pg_temp.deltas('B0TESTA001', '2025-03-01', '2025-03-31') as d order by d.date$$,
    $$values ('2025-03-01'::date, null), ('2025-03-02', 'lost'), ('2025-03-07', 'regained'), ('2025-03-08', null), ('2025-03-09', null)$$,
    'stock is lost or regained only between two days with a known status'
);
select results_eq(
    $$select d.date, d.is_bsr_category_changed from pg_temp.deltas('B0TESTA001', '2025-03-01', '2025-03-31') as d order by d.date$$,
    $$values ('2025-03-01'::date, null), ('2025-03-02', false), ('2025-03-07', true), ('2025-03-08', false), ('2025-03-09', true)$$,
    'a rank of another category, or a missing rank, is a change of category'
);
select results_eq(
    $$select d.previous_date, d.days_since_previous, d.price_delta, d.price_change_pct from pg_temp.deltas('B0TESTA001', '2025-03-07') as d$$,
    $$values ('2025-03-02'::date, 5, 0::numeric, 0.00)$$,
    'after missing days the previous observed day counts, and the number of days is given'
);
select results_eq(
    $$select d.bsr_delta, d.bsr_change_pct from pg_temp.deltas('B0TESTA001', '2025-03-07') as d$$,
    $$values (null::integer, null::numeric)$$,
    'ranks of two categories are not compared'
);
select results_eq(
    $$select d.bsr_delta from pg_temp.deltas('B0TESTA001', '2025-03-08') as d$$,
    $$values (-20)$$,
    'ranks of one category are compared, whatever came before'
);
select results_eq(
    $$select d.price_delta, d.price_change_pct, d.rating_delta, d.reviews_delta from pg_temp.deltas('B0TESTA001', '2025-03-08') as d$$,
    $$values (null::numeric, null::numeric, null::numeric, null::integer)$$,
    'a value that is unknown on one side has no change'
);
select results_eq(
    $$select d.buybox_delta, d.is_buybox_seller_changed from pg_temp.deltas('B0TESTA001', '2025-03-08') as d$$,
    $$values (null::numeric, null::boolean)$$,
    'a featured offer is not compared with an unknown one'
);
select results_eq(
    $$select d.price_delta from pg_temp.deltas('B0TESTA001', '2025-03-09') as d$$,
    $$values (null::numeric)$$,
    'the day before counts, not an older one with a price'
);
select results_eq(
    $$select d.price_delta, d.previous_date from mart.product_metrics_delta_daily as d where d.asin = 'B0TESTA001' and d.date = '2025-03-04'$$,
    $$values (1::numeric, '2025-03-01'::date)$$,
    'each marketplace is compared with itself'
);

select pg_temp.write_day('B0TESTA002', '2024-01-15', '{"price": 10}');
select pg_temp.write_day('B0TESTA002', '2025-03-01', '{"price": 15}');
select results_eq(
    $$select d.previous_date, d.days_since_previous, d.price_change_pct from pg_temp.deltas('B0TESTA002', '2025-03-01') as d$$,
    $$values ('2024-01-15'::date, 411, 50.00)$$,
    'a previous day more than a year back is found'
);

select pg_temp.write_day('B0TESTA003', '2024-02-28', '{"price": 10}');
select pg_temp.write_day('B0TESTA003', '2024-02-29', '{"price": 11}');
select pg_temp.write_day('B0TESTA003', '2024-03-01', '{"price": 12}');
select results_eq(
    $$select d.date, d.previous_date, d.days_since_previous from pg_temp.deltas('B0TESTA003', '2024-02-29', '2024-03-01') as d order by d.date$$,
    $$values ('2024-02-29'::date, '2024-02-28'::date, 1), ('2024-03-01', '2024-02-29', 1)$$,
    'leap days and ends of months are ordinary days'
);

select pg_temp.write_day('B0TESTA004', '2025-03-01', '{"price": 0.01, "buybox_price": 0.01, "bsr": 1}');
select pg_temp.write_day('B0TESTA004', '2025-03-02', '{"price": 100000, "buybox_price": 9999999999.99, "bsr": 9999999}');
select pg_temp.write_day('B0TESTA004', '2025-03-03', '{"price": 0, "bsr": 2147483647}');
select pg_temp.write_day('B0TESTA004', '2025-03-04', '{"price": 5, "bsr": 1}');
select results_eq(
    $$select d.price_change_pct, d.bsr_change_pct, d.buybox_change_pct from pg_temp.deltas('B0TESTA004', '2025-03-02') as d$$,
    $$values (999999900.00, 999999800.00, 99999999999800.00)$$,
    'no change is too large for a percentage'
);
select results_eq(
    $$select d.price_change_pct, d.price_delta from pg_temp.deltas('B0TESTA004', '2025-03-04') as d$$,
    $$values (null::numeric, 5::numeric)$$,
    'a percentage of 0 is null'
);
select results_eq(
    $$select d.bsr_delta, d.bsr_change_pct from pg_temp.deltas('B0TESTA004', '2025-03-04') as d$$,
    $$values (-2147483646, -100.00)$$,
    'the largest possible rank is compared without overflow'
);
select results_eq(
    $$select d.bsr_delta from pg_temp.deltas('B0TESTA004', '2025-03-02') as d$$,
    $$values (9999998)$$,
    'ranks without a category count as one category'
);
select results_eq(
    $$
        select m.asin, m.marketplace, m.date, m.previous_date, m.days_since_previous, m.price_delta, m.price_change_pct, m.bsr_delta,
            m.bsr_change_pct, m.rating_delta, m.reviews_delta, m.buybox_delta, m.buybox_change_pct, m.is_buybox_seller_changed,
            m.stock_change, m.is_bsr_category_changed
        from mart.product_metrics as m order by 1, 2, 3
    $$,
    'select d.* from mart.product_metrics_delta_daily as d order by 1, 2, 3',
    'its rows are those of mart.product_metrics'
);

select * from finish();
rollback;

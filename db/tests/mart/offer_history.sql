begin;
set local search_path to extensions, public;
\ir ../support/write_day.psql
set local role asinmart_owner;
select plan(5);

select pg_temp.write_day('B0TESTA001', '2025-03-01', '{"in_stock": true, "buybox_seller": "X"}');
select pg_temp.write_day('B0TESTA001', '2025-03-02', '{"buybox_seller": "X"}');
select pg_temp.write_day('B0TESTA001', '2025-03-05', '{"in_stock": false, "buybox_seller": "Y"}');
select pg_temp.write_day('B0TESTA001', '2025-03-30', '{"in_stock": true, "buybox_seller": "Y"}');
select pg_temp.write_day('B0TESTA001', '2025-03-31', '{"in_stock": true}');
select pg_temp.write_day('B0TESTA002', '2025-03-30', '{"price": 1}');
select pg_temp.write_day('B0TESTA001', '2025-03-30', '{"in_stock": false, "buybox_seller": "Z"}', 'DE');

select results_eq(
    $$
        select o.date, o.observed_days_30d, o.known_stock_days_30d, o.in_stock_days_30d, o.out_of_stock_days_30d, o.in_stock_pct_30d
        from mart.offer_history as o where o.asin = 'B0TESTA001' and o.marketplace = 'US' order by o.date
    $$,
    $$
        values
            ('2025-03-01'::date, 1, 1, 1, 0, 100.0), ('2025-03-02', 2, 1, 1, 0, 100.0), ('2025-03-05', 3, 2, 1, 1, 50.0),
            ('2025-03-30', 4, 3, 2, 1, 66.7), ('2025-03-31', 4, 3, 2, 1, 66.7)
    $$,
    'stock over the 30 days that end on the day: missing days and unknown values count for nothing'
);
select results_eq(
    $$
        select o.date, o.buybox_seller, o.buybox_days_30d, o.buybox_seller_count_30d, o.top_buybox_seller, o.top_buybox_share_pct_30d, o.buybox_share_pct_30d
        from mart.offer_history as o where o.asin = 'B0TESTA001' and o.marketplace = 'US' order by o.date
    $$,
    $$
        values
            ('2025-03-01'::date, 'X', 1, 1, 'X', 100.0, 100.0), ('2025-03-02', 'X', 2, 1, 'X', 100.0, 100.0), ('2025-03-05', 'Y', 3, 2, 'X', 66.7, 33.3),
            ('2025-03-30', 'Y', 4, 2, 'X', 50.0, 50.0), ('2025-03-31', null, 3, 2, 'Y', 66.7, null)
    $$,
    'two sellers share the featured offer; of equals the first by name is on top; without a seller of the day it has no share'
);
select results_eq(
    $$
        select o.known_stock_days_30d, o.out_of_stock_days_30d, o.in_stock_pct_30d, o.buybox_days_30d, o.buybox_seller_count_30d, o.top_buybox_seller, o.top_buybox_share_pct_30d,
            o.buybox_share_pct_30d
        from mart.offer_history as o where o.asin = 'B0TESTA002'
    $$,
    $$values (0, 0, null::numeric, 0, 0, null::text, null::numeric, null::numeric)$$, 'what is unknown has no share'
);
select results_eq(
    $$select o.observed_days_30d, o.top_buybox_seller from mart.offer_history as o where o.marketplace = 'DE'$$, $$values (1, 'Z')$$, 'each marketplace by itself'
);
select is((select count(*) from mart.offer_history), (select count(*) from core.product_metrics_daily), 'one row an observed day');

select * from finish();
rollback;

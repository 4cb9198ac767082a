begin;
set local search_path to extensions, public;
\ir ../support/reports.psql
\ir ../support/two_tenants.psql
select plan(5);

set local role asinmart_owner;
insert into core.competitor_links (asin_main, asin_comp, marketplace) values ('B0TESTA001', 'B0TESTA002', 'US');
insert into core.competitor_links (tenant_id, asin_main, asin_comp, marketplace) values (pg_temp.a(), 'B0TESTA001', 'B0TESTA003', 'US');
select pg_temp.load_run('d1', variadic array_agg(pg_temp.observed(v.asin, v.day, v.item || '{"brand": "Acme", "bsr_category": "Gloves"}')))
from (
    values
        ('B0TESTA001', '2025-03-02'::date, '{"price": 8, "bsr": 20, "rating": 4, "in_stock": true, "buybox_price": 8, "buybox_seller": "Us"}'::jsonb),
        ('B0TESTA001', '2025-03-04', '{"price": 10, "bsr": 30, "rating": 4.5, "in_stock": true, "buybox_price": 9, "buybox_seller": "Us"}'),
        ('B0TESTA001', '2025-03-06', '{"price": 9, "bsr": 40, "in_stock": true, "buybox_price": 9, "buybox_seller": "Them"}'),
        ('B0TESTA001', '2025-03-08', '{"in_stock": false}'),
        ('B0TESTA001', '2025-03-09', '{"price": 99, "in_stock": true}'),
        ('B0TESTA002', '2025-03-02', '{"price": 10, "bsr": 50, "rating": 3, "in_stock": true, "buybox_price": 10, "buybox_seller": "Them"}'),
        ('B0TESTA002', '2025-03-04', '{"price": 8, "bsr": 40, "rating": 3, "in_stock": true}'),
        ('B0TESTA002', '2025-03-08', '{"in_stock": false}'),
        ('B0TESTA003', '2025-03-02', '{"price": 80, "bsr": 1, "rating": 5, "in_stock": true}')
) as v (asin, day, item);
select pg_temp.load_reports('w1', pg_temp.week('2025-03-02', pg_temp.report_line('B0TESTA001', 'gloves')) || pg_temp.week('2025-03-09', pg_temp.report_line('B0TESTA001', 'gloves'))
    || pg_temp.week('2025-03-16', pg_temp.report_line('B0TESTA001', 'gloves')));
select results_eq(
    $$
        select w.week_end, w.asin_impressions, w.impression_share_pct, w.purchase_share_pct, w.currency_code, w.observed_days, w.price_avg, w.bsr_avg, w.rating,
            w.out_of_stock_days, w.featured_offer_pct, w.featured_offer_seller, w.featured_offer_seller_pct
        from mart.product_week as w where w.week_start = '2025-03-02'
    $$,
    $$values ('2025-03-08'::date, 50::bigint, 5.00, 5.00, 'USD', 4, 9.00, 30, 4.50, 1, 75.0, 'Us', 66.7)$$,
    'a week has its shares beside the days that were observed in it'
);
select results_eq(
    $$
        select w.competitor_count, w.price_gap_pct, w.rating_gap, w.bsr_gap, w.competitor_out_of_stock_days, w.competitor_featured_offer_pct
        from mart.product_week as w where w.week_start = '2025-03-02'
    $$,
    $$values (1, 2.50, 1.25, -20, 1.0, 33.3)$$, 'and the gaps to the competitors of the same days'
);
select results_eq(
    'select w.week_start, w.observed_days, w.price_avg, w.competitor_count, w.purchase_share_trend from mart.product_week as w where w.week_start > ''2025-03-02'' order by 1',
    $$values ('2025-03-09'::date, 1, 99.00, 0, 'too few to tell'), ('2025-03-16', 0, null, 0, 'too few to tell')$$,
    'a week without observations has shares alone'
);

select pg_temp.load_reports('w2', pg_temp.week('2025-03-02', pg_temp.report_line('B0TESTA001', 'gloves')), 'tenant a');
set local role asinmart_api;
set local app.tenant_id = '00000000-0000-0000-0000-00000000000a';
select set_eq('select w.tenant_id from mart.product_week as w', array[pg_temp.a()], 'a tenant sees its own weeks');
select results_eq('select w.competitor_count, w.price_gap_pct from mart.product_week as w', $$values (1, -90.00)$$, 'compared with its own competitors');

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
\ir ../support/reports.psql
set local role asinmart_owner;
select plan(15);

select pg_temp.map('Acme', pg_temp.default_tenant(), 'B0TESTA001', 'B0TESTA002') as brand_id \gset
select pg_temp.write_report('B0TESTA001', 'WEEK', '2025-01-05', '{
    "total_impressions": 1000, "asin_impressions": 50, "total_clicks": 100, "asin_clicks": 5, "total_cart_adds": 40, "asin_cart_adds": 2,
    "total_purchases": 20, "asin_purchases": 3, "priced_purchases": 2, "purchase_value": 25
}');
select pg_temp.write_report('B0TESTA001', 'WEEK', '2025-01-12', '{
    "total_impressions": 1000, "asin_impressions": 100, "total_clicks": 100, "asin_clicks": 4, "total_cart_adds": 0, "asin_cart_adds": 0,
    "total_purchases": null, "asin_purchases": null
}');
create temp view segments as select d.* from definitions.brand_product_segments('-infinity', 'infinity') as d;

select results_eq(
    $$
        select s.tenant_id, s.asin, s.segment_type, s.impression_share_pct, s.click_share_pct, s.cart_add_share_pct, s.purchase_share_pct
        from segments as s where s.period_start = '2025-01-05'
    $$,
    $$values (pg_temp.default_tenant(), 'B0TESTA001', 'weekly', 5.00, 5.00, 5.00, 15.00)$$, 'shares are own counts in percent of total counts'
);
select is((select s.brand_id from segments as s where s.period_start = '2025-01-05'), :'brand_id'::uuid, 'a segment has the brand of its product');
select results_eq(
    $$select s.ctr_pct, s.cvr_pct, s.avg_purchase_price from segments as s where s.period_start = '2025-01-05'$$,
    $$values (10.00, 60.00, 12.50)$$, 'rates are of the product''s own counts, and purchases without a price do not weigh'
);
select results_eq(
    $$
        select s.impression_share_low_pct, s.impression_share_high_pct, s.click_share_low_pct, s.click_share_high_pct,
            s.cart_add_share_low_pct, s.cart_add_share_high_pct
        from segments as s where s.period_start = '2025-01-05'
    $$,
    $$values (3.81, 6.53, 2.15, 11.18, 1.38, 16.50)$$, 'fewer events give a wider interval of the same share'
);
select results_eq(
    $$
        select s.previous_period_start, s.impression_share_change, s.impression_share_trend
        from segments as s where s.period_start = '2025-01-05'
    $$,
    $$values (null::date, null::numeric, null)$$, 'the first week has nothing to compare with'
);
select results_eq(
    $$
        select s.previous_period_start, s.impression_share_change, s.impression_share_trend, s.click_share_change, s.click_share_trend
        from segments as s where s.period_start = '2025-01-12'
    $$,
    $$values ('2025-01-05'::date, 5.00, 'up', -1.00, 'too few to tell')$$, 'the next week compares with it, and says where events are too few to tell'
);
select results_eq(
    $$
        select s.cart_add_share_pct, s.cart_add_share_low_pct, s.cart_add_share_high_pct, s.cart_add_share_change, s.cart_add_share_trend,
            s.purchase_share_pct, s.purchase_share_low_pct, s.purchase_share_change, s.purchase_share_trend, s.cvr_pct, s.avg_purchase_price
        from segments as s where s.period_start = '2025-01-12'
    $$,
    $$values (null::numeric, null::numeric, null::numeric, null::numeric, null, null::numeric, null::numeric, null::numeric, null, null::numeric, null::numeric)$$,
    'a share of a total of 0, or of an unknown one, is unknown'
);
select results_eq(
    $$
        select s.period_start, s.is_complete, s.is_estimated, s.data_points_count, s.impression_share_pct
        from segments as s where s.segment_type = 'monthly'
    $$,
    $$values ('2025-01-01'::date, false, true, 2, 7.50)$$, 'a month of two of its four weeks is estimated and not complete'
);
select pg_temp.write_report('B0TESTA001', 'WEEK', w::date, '{"total_impressions": 1000, "asin_impressions": 50}')
from unnest(array['2025-01-19', '2025-01-26', '2025-03-02', '2025-03-09', '2025-03-16', '2025-03-23']) as w;
select results_eq(
    $$select s.period_start, s.is_complete from segments as s where s.segment_type = 'monthly' order by 1$$,
    $$values ('2025-01-01'::date, true), ('2025-03-01', false)$$, 'all weeks that begin in it make it complete: March has five'
);
select pg_temp.write_report('B0TESTA001', 'MONTH', '2025-02-01', '{"total_impressions": 1000, "asin_impressions": 250}');
select results_eq(
    $$
        select s.period_start, s.is_complete, s.is_estimated, s.previous_period_start, s.impression_share_change, s.impression_share_trend
        from segments as s where s.segment_type = 'monthly' order by 1
    $$,
    $$
        values
            ('2025-01-01'::date, true, true, null::date, null::numeric, null), ('2025-02-01', true, false, '2025-01-01', 18.75, 'up'),
            ('2025-03-01', false, true, '2025-02-01', -20.00, 'down')
    $$,
    'a month compares with the month before, whatever that is made of'
);
select is((select s.previous_period_start from segments as s where s.period_start = '2025-03-02'), null, 'a week after a gap compares with nothing');

select pg_temp.write_report('B0TESTA001', 'WEEK', '2025-03-30', '{"query_count": 0}');
select results_eq(
    $$select s.is_complete, s.data_points_count, s.latest_date, s.total_impressions from segments as s where s.period_start = '2025-03-01' and s.segment_type = 'monthly'$$,
    $$values (true, 4, '2025-03-29'::date, 4000::bigint)$$, 'a week whose report lists nothing is not missing'
);

update core.asin_brand_mapping set is_active = false where asin = 'B0TESTA001';
select is_empty('select 1 from segments', 'a product that counts for no brand has no segments');
update core.asin_brand_mapping set is_active = true;
update core.brands set is_active = false;
select is_empty('select 1 from segments', 'nor has one of an inactive brand');
update core.brands set is_active = true;
select pg_temp.write_report('B0TESTA001', 'WEEK', '2025-01-05', '{"total_impressions": 10, "asin_impressions": 9}', app.create_tenant('b'));
select is((select count(*) from segments as s where s.period_start = '2025-01-05'), 1::bigint, 'a brand of one tenant has no segments of another''s reports');

select * from finish();
rollback;

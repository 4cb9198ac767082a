begin;
set local search_path to extensions, public;
\ir ../support/reports.psql
set local role asinmart_owner;
select plan(7);

select pg_temp.describe('Acme', 'B0TESTA001', 'B0TESTA002', 'B0TESTA003');
select pg_temp.load_reports('q1', pg_temp.week('2025-01-05',
    pg_temp.report_line('B0TESTA001', 'gloves', '{"score": 4, "own_impressions": 30, "own_clicks": 3, "own_purchases": 3, "own_price": 11}'),
    pg_temp.report_line('B0TESTA002', 'gloves', '{"score": 2, "own_impressions": 20, "own_clicks": 4, "own_purchases": 1, "own_price": 20}'),
    pg_temp.report_line('B0TESTA003', 'gloves', '{"own_impressions": null, "own_clicks": 0, "own_purchases": 9, "own_price": null}'),
    pg_temp.report_line('B0TESTA001', 'ACME gloves', '{"cart_adds": null, "own_cart_adds": null}')
) || pg_temp.month('2025-01-01', pg_temp.report_line('B0TESTA001', 'gloves')));
create temp view totals as
select q.* from sqp.brand_query_totals as q where q.search_query = 'gloves' and q.period_type = 'WEEK';

select results_eq(
    'select t.total_impressions, t.total_clicks, t.total_cart_adds, t.total_purchases, t.search_query_volume from totals as t',
    $$values (1000::bigint, 100::bigint, 40::bigint, 20::bigint, 500::bigint)$$, 'counts of the market count once, however many products list the query'
);
select results_eq(
    'select t.brand_impressions, t.brand_clicks, t.brand_cart_adds, t.brand_purchases, t.listed_product_count, t.best_score from totals as t',
    $$values (50::bigint, 7::bigint, 6::bigint, 13::bigint, 3, 1)$$, 'own counts add up over the products'
);
select results_eq(
    'select t.market_median_purchase_price, t.brand_avg_purchase_price from totals as t', $$values (12.50, 13.25)$$,
    'the mean price weighs purchases that have a price'
);
select results_eq(
    $$select q.search_query, q.is_branded, q.total_cart_adds from sqp.brand_query_totals as q where q.period_type = 'WEEK' order by q.search_query desc$$,
    $$values ('gloves', false, 40::bigint), ('ACME gloves', true, null)$$, 'a query with the brand''s name is branded, whatever its case; unknown counts stay unknown'
);
select results_eq(
    $$select q.start_date, q.end_date, q.brand_impressions from sqp.brand_query_totals as q where q.period_type = 'MONTH'$$,
    $$values ('2025-01-01'::date, '2025-01-31'::date, 50::bigint)$$, 'weeks and months are apart'
);
select pg_temp.map('Other', pg_temp.default_tenant(), 'B0TESTA002') is not null as is_mapped;
update core.asin_brand_mapping set is_active = false where asin = 'B0TESTA003';
select results_eq(
    'select b.brand_name, t.brand_impressions, t.listed_product_count from totals as t inner join core.brands as b on b.id = t.brand_id order by 1',
    $$values ('Acme', 30::bigint, 1), ('Other', 20, 1)$$, 'a product counts for the brand that it is mapped to, or for none'
);
select pg_temp.load_reports('q2', pg_temp.week('2025-01-05', pg_temp.report_line('B0TESTA001', 'gloves', '{"impressions": 9000}')), 'b')
from (select app.create_tenant('b')) as t;
select results_eq(
    $$select t.total_impressions from totals as t inner join core.brands as b on b.id = t.brand_id where b.brand_name = 'Acme' order by 1$$, array[1000::bigint, 9000],
    'tenants are apart'
);

select * from finish();
rollback;

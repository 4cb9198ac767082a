begin;
set local search_path to extensions, public;
\ir ../support/reports.psql
set local role asinmart_owner;
select plan(6);

select pg_temp.load_reports('r1', pg_temp.week('2025-01-05',
    pg_temp.report_line('B0TESTA001', 'gloves', '{"own_purchases": 3, "own_price": 10}'),
    pg_temp.report_line('B0TESTA001', 'warm gloves', '{"impressions": 500, "own_impressions": 20, "clicks": 60, "own_clicks": 4, "own_purchases": 1, "own_price": 20}'),
    pg_temp.report_line('B0TESTA001', 'cheap gloves', '{"own_clicks": 0, "own_purchases": 7, "own_price": null}'),
    pg_temp.report_line('B0TESTA002', 'gloves', '{"cart_adds": null, "own_cart_adds": null, "purchases": 0, "own_purchases": 0, "own_price": null}')
) || pg_temp.report('{"start": "2025-01-05", "asins": "B0TESTA003"}') || pg_temp.week('2025-01-12', pg_temp.report_line('B0TESTA001', 'gloves')));
select pg_temp.load_reports('r2', pg_temp.week('2025-01-05', pg_temp.report_line('B0TESTA001', 'gloves', '{"impressions": 7000}')), 'b')
from (select app.create_tenant('b')) as t;

create temp view totals as
select t.name as tenant, a.asin, a.start_date, d.*
from definitions.search_report_totals('-infinity', 'infinity') as d
inner join sqp.asin_performance_data as a on a.id = d.id and a.tenant_id = d.tenant_id
inner join app.tenants as t on t.tenant_id = d.tenant_id;

select results_eq(
    $$
        select t.query_count, t.total_impressions, t.asin_impressions, t.total_clicks, t.asin_clicks, t.total_cart_adds, t.asin_cart_adds,
            t.total_purchases, t.asin_purchases
        from totals as t where t.tenant = 'default' and t.asin = 'B0TESTA001' and t.start_date = '2025-01-05'
    $$,
    $$values (3, 2500::bigint, 120::bigint, 260::bigint, 9::bigint, 120::bigint, 6::bigint, 60::bigint, 11::bigint)$$,
    'a report sums the queries that it lists'
);
select results_eq(
    $$select t.asin, t.smallest_impressions from totals as t where t.tenant = 'default' and t.start_date = '2025-01-05' order by t.asin$$,
    $$values ('B0TESTA001', 20::bigint), ('B0TESTA002', 50), ('B0TESTA003', null)$$, 'the last query of a list bounds what it leaves out; an empty list bounds nothing'
);
select results_eq(
    $$
        select t.priced_purchases, t.purchase_value
        from totals as t where t.tenant = 'default' and t.asin = 'B0TESTA001' and t.start_date = '2025-01-05'
    $$,
    $$values (4::bigint, 50::numeric)$$, 'purchases without a price do not weigh'
);
select results_eq(
    $$
        select t.query_count, t.total_cart_adds, t.asin_cart_adds, t.total_purchases, t.asin_purchases, t.priced_purchases, t.purchase_value
        from totals as t where t.asin = 'B0TESTA002'
    $$,
    $$values (1, null::bigint, null::bigint, 0::bigint, 0::bigint, null::bigint, null::numeric)$$,
    'counts that are not given have no sum, while a count of 0 has'
);
select results_eq(
    $$select t.query_count, t.total_impressions, t.asin_impressions from totals as t where t.asin = 'B0TESTA003'$$,
    $$values (0, null::bigint, null::bigint)$$, 'a report that lists nothing has no sums, not 0'
);
select results_eq(
    $$select a.tenant_id, a.total_impressions from definitions.search_report_totals('2025-01-05', '2025-01-05') as a where a.total_impressions in (7000, 8000)$$,
    $$select t.tenant_id, 7000::bigint from app.tenants as t where t.name = 'b'$$,
    'reports of the range only, and another tenant''s report of the product apart'
);

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
\ir ../support/reports.psql
set local role asinmart_owner;
select plan(11);

create temp view noted as
select d.search_query, d.field, d.stated, d.computed, d.job_id from sqp.report_disagreements as d;

select pg_temp.load_reports('d1', pg_temp.week('2025-01-05',
    pg_temp.report_line('B0TESTA001', 'agrees'),
    pg_temp.report_line('B0TESTA001', 'rounds', '{"impressions": 3000, "own_impressions": 1, "impression_share": 0.0003}'),
    pg_temp.report_line('B0TESTA001', 'rounds up', '{"impressions": 3000, "own_impressions": 1, "impression_share": 0.0004}'),
    pg_temp.report_line('B0TESTA001', 'states less', '{"click_share": 0.04}'),
    pg_temp.report_line('B0TESTA001', 'states percent', '{"purchase_share": 5}'),
    pg_temp.report_line('B0TESTA001', 'states nothing', '{"click_share": null, "click_rate": null}')
));
select is_empty($$select 1 from noted as n where n.search_query in ('agrees', 'rounds', 'rounds up', 'states nothing')$$, 'rounding to two decimals is no disagreement');
select results_eq(
    $$select n.field, n.stated, n.computed, n.job_id from noted as n where n.search_query = 'states less'$$,
    $$values ('click_share_pct', 4.00, 5.00, 'd1')$$, 'a share that the counts do not give is recorded, with both values'
);
select results_eq(
    $$select n.field, n.stated, n.computed from noted as n where n.search_query = 'states percent'$$,
    $$values ('purchase_share_pct', 500::numeric, 5.00)$$, 'as is a share above 1'
);
select results_eq(
    $$
        select q.asin_click_count, q.total_click_count from sqp.search_query_performance as q where q.search_query = 'states less'
        union all
        select a.asin_clicks, a.total_clicks from sqp.asin_performance_data as a
    $$,
    'values (5::bigint, 100::bigint), (30, 600)', 'the counts are used nevertheless'
);

select pg_temp.load_reports('d2', pg_temp.week('2025-01-12',
    pg_temp.report_line('B0TESTA001', 'of volume', '{"click_rate": 0.2}'), pg_temp.report_line('B0TESTA001', 'of impressions', '{"click_rate": 0.1}'),
    pg_temp.report_line('B0TESTA001', 'of neither', '{"click_rate": 0.15}'),
    pg_temp.report_line('B0TESTA001', 'without volume', '{"volume": null, "click_rate": 0.1, "cart_add_rate": 0.5, "purchase_rate": null}')
));
select results_eq(
    $$select n.search_query, n.field, n.stated, n.computed from noted as n where n.job_id = 'd2' order by 1$$,
    $$values ('of neither', 'click_rate_pct', 15.00, 20.00), ('without volume', 'cart_add_rate_pct', 50.0, null)$$,
    'rates may be of the query volume or of the impressions'
);

select pg_temp.load_reports('d3', pg_temp.week('2025-01-19',
    pg_temp.report_line('B0TESTA001', 'above', '{"own_impressions": 1001, "own_clicks": 101, "own_cart_adds": 41, "own_purchases": 21}'),
    pg_temp.report_line('B0TESTA001', 'all', '{"own_impressions": 1000, "own_clicks": 100, "own_cart_adds": 40, "own_purchases": 20}')
));
select results_eq(
    $$select n.search_query, n.field, n.stated, n.computed from noted as n where n.job_id = 'd3' order by n.field$$,
    $$
        values
            ('above', 'asin_cart_add_count', 41::numeric, 40::numeric), ('above', 'asin_click_count', 101, 100), ('above', 'asin_impression_count', 1001, 1000),
            ('above', 'asin_purchase_count', 21, 20)
    $$,
    'own counts above their totals are recorded with the totals'
);
select is(
    (select count(*) from sqp.search_query_performance as q where q.search_query = 'above'), 1::bigint, 'such a row is kept, not rejected'
);
select pg_temp.load_reports('d4', pg_temp.week('2025-01-26',
    pg_temp.report_line('B0TESTA001', 'zero', '{"purchases": 0, "own_purchases": 0, "purchase_share": 0, "purchase_rate": 0}'),
    pg_temp.report_line('B0TESTA001', 'not zero', '{"purchases": 0, "own_purchases": 0, "purchase_share": 0.01, "purchase_rate": 0}')
));
select results_eq(
    $$select n.search_query, n.field, n.stated, n.computed from noted as n where n.job_id = 'd4'$$,
    $$values ('not zero', 'purchase_share_pct', 1.00, null::numeric)$$, 'of nothing a share of 0 is stated rightly'
);

-- The report comes again.
select pg_temp.load_reports('d5', pg_temp.week('2025-01-19', pg_temp.report_line('B0TESTA001', 'above')));
select is_empty(
    $$select 1 from sqp.report_disagreements as d inner join sqp.asin_performance_data as a on a.id = d.asin_performance_id where a.start_date = '2025-01-19'$$,
    'a report that is put right takes its disagreements along'
);
select isnt_empty($$select 1 from noted as n where n.job_id = 'd1'$$, 'those of other reports stay');
select app.create_tenant('b');
select pg_temp.load_reports('d6', pg_temp.week('2025-01-05', pg_temp.report_line('B0TESTA001', 'states less', '{"click_share": 0.04}')), 'b');
select is(
    (select count(distinct d.tenant_id) from sqp.report_disagreements as d where d.search_query = 'states less'), 2::bigint,
    'each tenant has those of its own reports'
);

select * from finish();
rollback;

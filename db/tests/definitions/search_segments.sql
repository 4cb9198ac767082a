begin;
set local search_path to extensions, public;
\ir ../support/reports.psql
set local role asinmart_owner;
select plan(9);

-- Product 1 has the four weeks of January and a week of February, product 2 a week and the month report.
select pg_temp.write_report('B0TESTA001', 'WEEK', w::date, '{
    "query_count": 2, "total_impressions": 1000, "asin_impressions": 50, "total_clicks": 100, "asin_clicks": 5, "total_cart_adds": 40,
    "asin_cart_adds": 2, "total_purchases": 20, "asin_purchases": 1, "priced_purchases": 1, "purchase_value": 11
}')
from generate_series('2025-01-05'::date, '2025-02-02', '7 days') as w;
select pg_temp.write_report('B0TESTA002', 'WEEK', '2025-01-05', '{"total_impressions": 1, "asin_impressions": 1}');
select pg_temp.write_report('B0TESTA002', 'MONTH', '2025-01-01', '{"query_count": 9, "total_impressions": 5000, "asin_impressions": 200}');

select results_eq(
    $$
        select s.period_start, s.period_end, s.total_impressions, s.data_points_count, s.earliest_date, s.latest_date, s.query_count, s.is_estimated
        from definitions.search_segments('2025-01-05', '2025-01-12') as s
        where s.asin = 'B0TESTA001' order by s.period_start
    $$,
    $$
        values
            ('2025-01-05'::date, '2025-01-11'::date, 1000::bigint, 1, '2025-01-05'::date, '2025-01-11'::date, 2, false),
            ('2025-01-12', '2025-01-18', 1000, 1, '2025-01-12', '2025-01-18', 2, false)
    $$,
    'a week is its report'
);
select results_eq(
    $$
        select s.period_start, s.period_end, s.total_impressions, s.asin_impressions, s.total_clicks, s.asin_clicks, s.total_cart_adds,
            s.asin_cart_adds, s.total_purchases, s.asin_purchases, s.priced_purchases, s.purchase_value
        from definitions.search_segments('2025-01-01', '2025-01-01') as s
        where s.asin = 'B0TESTA001'
    $$,
    $$
        values (
            '2025-01-01'::date, '2025-01-31'::date, 4000::bigint, 200::bigint, 400::bigint, 20::bigint, 160::bigint, 8::bigint, 80::bigint,
            4::bigint, 4::bigint, 44::numeric
        )
    $$,
    'a month without a report is the weeks that begin in it'
);
select results_eq(
    $$
        select s.data_points_count, s.earliest_date, s.latest_date, s.query_count, s.is_estimated
        from definitions.search_segments('2025-01-01', '2025-01-01') as s
        where s.asin = 'B0TESTA001'
    $$,
    $$values (4, '2025-01-05'::date, '2025-02-01'::date, 8, true)$$, 'it is estimated, and says from which days'
);
select results_eq(
    $$
        select s.period_start, s.total_impressions, s.data_points_count, s.latest_date, s.is_estimated
        from definitions.search_segments('2025-01-01', '2025-12-31') as s
        where s.asin = 'B0TESTA002' and s.segment_type = 'monthly'
    $$,
    $$values ('2025-01-01'::date, 5000::bigint, 1, '2025-01-31'::date, false)$$, 'a month report stands instead of the weeks, never beside them'
);
select results_eq(
    $$select s.segment_type, count(*) from definitions.search_segments('-infinity', 'infinity') as s group by s.segment_type order by 1$$,
    $$values ('monthly', 3::bigint), ('weekly', 6::bigint)$$, 'a range without ends gives the whole history'
);

update sqp.asin_performance_data set query_count = 0 where asin = 'B0TESTA002' and period_type = 'MONTH';
select results_eq(
    $$
        select s.total_impressions, s.is_estimated from definitions.search_segments('2025-01-01', '2025-01-01') as s where s.asin = 'B0TESTA002'
    $$,
    $$values (1::bigint, true)$$, 'a month report that lists nothing leaves the weeks'
);
update sqp.asin_performance_data set query_count = 0 where asin = 'B0TESTA002';
select is_empty(
    $$select 1 from definitions.search_segments('-infinity', 'infinity') as s where s.asin = 'B0TESTA002'$$,
    'reports that list nothing make no segment: unlisted is not 0'
);

select pg_temp.write_report('B0TESTA003', 'QUARTER', '2025-01-01', '{"total_impressions": 5}');
select is_empty($$select 1 from definitions.search_segments('-infinity', 'infinity') as s where s.asin = 'B0TESTA003'$$, 'a quarter is no segment');

select pg_temp.write_report('B0TESTA001', 'MONTH', '2025-01-01', '{"total_impressions": 9}', app.create_tenant('b'));
select pg_temp.write_report('B0TESTA001', 'MONTH', '2025-01-01', '{"total_impressions": 8}', pg_temp.default_tenant(), 'DE');
select results_eq(
    $$
        select s.marketplace, s.total_impressions, s.is_estimated from definitions.search_segments('2025-01-01', '2025-01-01') as s
        where s.asin = 'B0TESTA001' order by s.total_impressions
    $$,
    $$values ('DE', 8::bigint, false), ('US', 9, false), ('US', 4000, true)$$,
    'the month report of another tenant or marketplace does not stand for the product''s'
);

select * from finish();
rollback;

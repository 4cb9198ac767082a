begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(11);

-- Gaps of a pair on days counted from 2025-03-01, written manually: the view reads nothing else.
select ops.ensure_partition('mart.competitor_comparison_daily', d.day) from (values ('2025-02-01'::date), ('2025-03-01')) as d (day);
create function pg_temp.gap(p_asin_comp text, p_day integer, p_values jsonb) returns void language sql volatile as $$
    insert into mart.competitor_comparison_daily
    select c.* from jsonb_populate_record(
        null::mart.competitor_comparison_daily,
        jsonb_build_object('asin_main', 'B0TESTA001', 'asin_comp', p_asin_comp, 'marketplace', 'US', 'date', '2025-03-01'::date + p_day) || p_values
    ) as c;
$$;
create function pg_temp.trend(p_asin_comp text, p_metric text, p_date date default '2025-03-30')
returns table (days integer, slope_per_day numeric, change_30d numeric, direction text) language sql stable as $$
    select t.days, t.slope_per_day, t.change_30d, t.direction from mart.competitor_trends as t
    where t.asin_main = 'B0TESTA001' and t.asin_comp = p_asin_comp and t.metric = p_metric and t.date = p_date;
$$;
-- 30 days; the day before them has values that would spoil every trend.
select pg_temp.gap('B0TESTA002', -1, '{"price_diff_pct": 9999, "bsr_gap": -9999, "is_same_bsr_category": true, "rating_diff": 4, "reviews_gap": 9999}');
select pg_temp.gap('B0TESTA002', n, jsonb_build_object(
    'price_diff_pct', 2 * n, 'bsr_gap', 100 - 3 * n, 'is_same_bsr_category', true, 'rating_diff', 0.3, 'reviews_gap', case n % 2 when 0 then 1 else -1 end
)) from generate_series(0, 29) as n;
select results_eq($$select * from pg_temp.trend('B0TESTA002', 'price_diff_pct')$$, $$values (30, 2.0000, 58.00, 'rising')$$, 'two points a day over 29 days');
select results_eq($$select * from pg_temp.trend('B0TESTA002', 'bsr_gap')$$, $$values (30, -3.0000, -87.00, 'falling')$$, 'three places a day less');
select results_eq($$select * from pg_temp.trend('B0TESTA002', 'rating_diff')$$, $$values (30, 0.0000, 0.00, 'steady')$$, 'a gap that never changes, also one that has no exact binary form');
-- x = 0..29, y = 1, -1, ...: Sxy = -15, Sxx = 2247.5, so the slope is -0.0067; r^2 = 225 / (2247.5 * 30), t = 0.31.
select results_eq($$select * from pg_temp.trend('B0TESTA002', 'reviews_gap')$$, $$values (30, -0.0067, -0.19, 'no clear trend')$$, 'noise is no trend');
-- y = x + 5 * (1, -1, ...): Sxy = 2247.5 - 75, so the slope is 0.9666; t = 8.9.
select pg_temp.gap('B0TESTA003', n, jsonb_build_object('price_diff_pct', n + case n % 2 when 0 then 5 else -5 end, 'bsr_gap', n, 'is_same_bsr_category', n % 3 = 0))
from generate_series(0, 29) as n;
select results_eq($$select * from pg_temp.trend('B0TESTA003', 'price_diff_pct')$$, $$values (30, 0.9666, 28.03, 'rising')$$, 'a trend under noise is one');
select results_eq($$select * from pg_temp.trend('B0TESTA003', 'bsr_gap')$$, $$values (10, 1.0000, 27.00, 'too few days')$$, 'days with ranks of two categories do not count');
select results_eq($$select * from pg_temp.trend('B0TESTA003', 'rating_diff')$$, $$values (0, null::numeric, null::numeric, 'too few days')$$, 'nor do days with an unknown gap');
-- Every second day: 14 days with gaps between them; 13 are too few.
select pg_temp.gap('B0TESTA004', 2 * n, jsonb_build_object('price_diff_pct', n, 'rating_diff', case when n > 0 then n * 0.5 end)) from generate_series(0, 13) as n;
select results_eq(
    $$select * from pg_temp.trend('B0TESTA004', 'price_diff_pct', '2025-03-27') union all select * from pg_temp.trend('B0TESTA004', 'rating_diff', '2025-03-27')$$,
    $$values (14, 0.5000, 13.00, 'rising'), (13, 0.2500, 6.00, 'too few days')$$, '14 days of the 30 are enough, 13 are not'
);
select pg_temp.gap('B0TESTA005', n, jsonb_build_object('price_diff_pct', n)) from generate_series(0, 14) as n;
select results_eq(
    $$select d.day, t.direction from (values ('2025-03-14'::date), ('2025-03-15')) as d (day) cross join lateral pg_temp.trend('B0TESTA005', 'price_diff_pct', d.day) as t$$,
    $$values ('2025-03-14'::date, 'too few days'), ('2025-03-15', 'rising')$$, 'two weeks must lie between the first and the last'
);
select results_eq($$select * from pg_temp.trend('B0TESTA005', 'price_diff_pct', '2025-03-01')$$, $$values (1, null::numeric, null::numeric, 'too few days')$$, 'one day has no slope');
select set_eq(
    $$select t.metric, count(*) from mart.competitor_trends as t group by 1$$,
    $$select m.metric, (select count(*) from mart.competitor_comparison_daily) from (values ('price_diff_pct'), ('bsr_gap'), ('rating_diff'), ('reviews_gap')) as m (metric)$$,
    'one row a comparison and metric'
);

select * from finish();
rollback;

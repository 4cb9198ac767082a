begin;
set local search_path to extensions, public;
\ir ../support/seller_reports.psql
\ir ../support/two_tenants.psql
select plan(14);

create role tap_tenant;
insert into app.tenant_roles (role_name, tenant_id) values ('tap_tenant', pg_temp.a());
grant tenant_reader to tap_tenant;
grant usage on schema extensions to tap_tenant;
set local role asinmart_owner;

create temp view shares as
select s.stage, s.days_reported, s.own_count, s.market_week_count, s.market_week_start, s.market_weeks_known, s.share_pct, s.share_low_pct, s.share_high_pct
from mart.running_week_shares as s
where s.tenant_id = pg_temp.a() and s.asin = 'B0TESTA001' and s.search_query = 'gloves' and s.start_date = '2025-02-02';

select pg_temp.describe('Acme', 'B0TESTA001');
select pg_temp.load_reports('w' || w.n, pg_temp.week('2025-01-05'::date + 7 * w.n, pg_temp.report_line('B0TESTA001', 'gloves', w.counts::jsonb)), pg_temp.a()::text)
from (values (1, '{"clicks": 1050, "own_clicks": 50}'), (2, '{"clicks": 1400, "own_clicks": 70}'), (3, '{"clicks": 700, "own_clicks": 35, "impressions": 0, "own_impressions": 0}')) as w (n, counts);
select is_empty('select 1 from mart.running_week_shares', 'without daily counts nothing is estimated');
select pg_temp.load_reports('d1', array[
    pg_temp.day('2025-02-02', '{"B0TESTA001": {"gloves": {"clicks": 6, "purchases": 1}, "unknown": {"clicks": 5}}, "B0TESTA002": {"gloves": {"clicks": 9}}}'),
    pg_temp.day('2025-02-03', '{"B0TESTA001": {"gloves": {"clicks": 4}}}')], pg_temp.a()::text);
select results_eq(
    $$select s.days_reported, s.own_count, s.market_week_count, s.market_week_start, s.market_weeks_known, s.share_pct from shares as s where s.stage = 'click'$$,
    $$values (2, 10::numeric, 700::bigint, '2025-01-26'::date, 3, 5.00)$$, 'two days of own clicks stand over two sevenths of the last week''s market'
);
select ok((select s.share_low_pct < 10 * 100 / 400.0 and s.share_high_pct > 5.00 from shares as s where s.stage = 'click'), 'the band takes in the market of each known week');
select results_eq(
    $$select s.share_low_pct, s.share_high_pct from shares as s where s.stage = 'click'$$,
    $$values (definitions.share_interval(10, 400, -1), definitions.share_interval(10, 200, 1))$$, 'its ends are those of Wilson intervals over the largest and the smallest'
);
select is((select s.own_count from shares as s where s.stage = 'purchase'), 1::numeric, 'a day that does not list the query counts as 0');
select is_empty($$select 1 from shares as s where s.stage in ('impression', 'cart add')$$, 'stages without own counts are not estimated');
select is_empty(
    $$select 1 from mart.running_week_shares as s where s.search_query = 'unknown' or s.asin = 'B0TESTA002'$$, 'nor are queries and products of which no report knows the market'
);
select results_eq(
    $$select distinct b.brand_name, s.end_date, s.is_estimated from mart.running_week_shares as s inner join mart.brands as b on b.brand_id = s.brand_id$$,
    $$values ('Acme', '2025-02-08'::date, true)$$, 'a row names its brand and its week, and that it is estimated'
);
select pg_temp.load_reports('d2', array[pg_temp.day('2025-02-04', '{"B0TESTA001": {}}')], pg_temp.a()::text);
select results_eq(
    $$select s.days_reported, s.own_count, s.share_pct from shares as s where s.stage = 'click'$$, $$values (3, 10::numeric, 3.33)$$, 'a day without any query is a day'
);
select pg_temp.load_reports('d3', array[pg_temp.day('2025-02-05', '{"B0TESTA001": {"gloves": {"clicks": 900}}}')], pg_temp.a()::text);
select results_eq($$select s.share_pct, s.share_high_pct from shares as s where s.stage = 'click'$$, 'values (100.00, 100.00)', 'no share is above 100');

-- Who sees it.
select pg_temp.load_reports('b1', pg_temp.week('2025-01-26', pg_temp.report_line('B0TESTA001', 'gloves')) || pg_temp.week('2025-01-19', pg_temp.report_line('B0TESTA001', 'gloves')),
    pg_temp.b()::text);
set local role tap_tenant;
select is((select count(distinct s.tenant_id) from mart.running_week_shares as s), 1::bigint, 'a tenant''s login sees its own');
set local role mart_reader;
select is_empty('select 1 from mart.running_week_shares', 'mart_reader sees those of the default tenant, which has none');
set local role asinmart_owner;

-- Truth is planted: shares, and a market that changes by up to a fifth from week to week. The band must cover the later share.
select setseed(0.25);
create temp table truth on commit drop as
select 'query ' || q.n as query, w.n as week, (800 + floor(random() * 401))::integer as market, 0.02 + 0.28 * (q.n % 10) / 10.0 as share
from generate_series(1, 60) as q (n) cross join generate_series(0, 8) as w (n);
create temp table drawn on commit drop as
select t.query, t.week, t.market, d.n as day, count(*) filter (where random() < t.share) as clicks
from truth as t
cross join generate_series(0, 6) as d (n)
cross join lateral generate_series(1, round(t.market / 7.0)::integer) as g
group by t.query, t.week, t.market, d.n;
select pg_temp.load_reports('t' || d.week, pg_temp.week('2025-03-02'::date + 7 * d.week, variadic d.lines), pg_temp.b()::text)
from (
    select x.week, array_agg(pg_temp.report_line('B0TESTA005', x.query, jsonb_build_object('clicks', x.market, 'own_clicks', x.clicks, 'click_rate', null))) as lines
    from (select r.query, r.week, r.market, sum(r.clicks) as clicks from drawn as r where r.week < 8 group by 1, 2, 3) as x
    group by x.week
) as d;
select pg_temp.load_reports('t8', (
    select array_agg(x.line)
    from (
        select pg_temp.day('2025-04-27'::date + r.day, jsonb_build_object('B0TESTA005', jsonb_object_agg(r.query, jsonb_build_object('clicks', r.clicks)))) as line
        from drawn as r where r.week = 8 and r.day < 4 group by r.day
    ) as x
), pg_temp.b()::text);
create temp table covered on commit drop as
select t.query, 100.0 * t.clicks / t.market between s.share_low_pct and s.share_high_pct as is_covered
from (select r.query, r.market, sum(r.clicks) as clicks from drawn as r where r.week = 8 group by 1, 2) as t
inner join mart.running_week_shares as s on s.search_query = t.query and s.asin = 'B0TESTA005' and s.stage = 'click';
select cmp_ok((select count(*) filter (where c.is_covered) from covered as c having count(*) = 60), '>=', 57::bigint, 'after four days the band covers at least 95 of 100 later shares');

-- The report comes.
select pg_temp.load_reports('w9', pg_temp.week('2025-02-02', pg_temp.report_line('B0TESTA001', 'hats')), pg_temp.a()::text);
select is_empty('select 1 from shares', 'the report of the week takes its place');

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
\ir ../support/seller_reports.psql
set local role asinmart_owner;
select plan(29);

create temp view catalog as
select c.asin, c.click_count as clicks, c.known_from_at
from sqp.search_catalog_performance as c
where c.tenant_id = pg_temp.default_tenant() and c.start_date = '2025-01-05';
create temp view replaced as
select r.report, r.row_values ->> 'asin' as asin, (r.row_values ->> 'click_count')::bigint as clicks, r.known_from_at, r.known_until_at
from sqp.replaced_rows as r;

-- A report of the whole catalogue.
select is(
    (pg_temp.load_reports('a1', pg_temp.catalog('{}', pg_temp.catalog_line('B0TESTA001'), pg_temp.catalog_line('B0TESTA002'), pg_temp.catalog_line('B0TESTA003')))).accepted_count,
    3, 'every row counts as accepted'
);
select results_eq(
    'select c.asin, c.clicks, c.known_from_at from catalog as c order by c.asin',
    $$select p.asin, 40::bigint, pg_temp.landed('a1') from unnest(array['B0TESTA001', 'B0TESTA002', 'B0TESTA003']) as p (asin)$$,
    'its rows are known from the time at which the run landed'
);
select results_eq(
    'select p.report, p.marketplace, p.period_type, p.start_date, p.end_date, p.covers, p.job_id from sqp.reported_periods as p',
    $$values ('search_catalog_performance', 'US', 'WEEK', '2025-01-05'::date, '2025-01-11'::date, 'all', 'a1')$$, 'the report is noted with what it covers'
);
create temp table before on commit drop as select * from pg_temp.seller_versions();
select results_eq(
    $$
        select p.received_count, p.accepted_count, p.duplicate_count, p.rejected_count from pg_temp.load_reports('a2', pg_temp.catalog('{}',
            pg_temp.catalog_line('B0TESTA001'), pg_temp.catalog_line('B0TESTA002'), pg_temp.catalog_line('B0TESTA003'))) as p
    $$,
    'values (3, 0, 3, 0)', 'the same report again has nothing new'
);
select set_eq('select * from pg_temp.seller_versions()', 'table before', 'it writes no row');
select results_eq(
    'select p.job_id, p.first_reported_at, p.reported_at from sqp.reported_periods as p', $$values ('a2', pg_temp.landed('a1'), pg_temp.landed('a2'))$$,
    'the report says that it came again'
);

-- Restated for all: one row changes, one is new, one vanishes.
select is(
    (pg_temp.load_reports('a3', pg_temp.catalog('{}',
        pg_temp.catalog_line('B0TESTA001'), pg_temp.catalog_line('B0TESTA002', '{"clicks": 50, "click_rate": 0.05}'), pg_temp.catalog_line('B0TESTA004')))).accepted_count,
    2, 'a restated report counts the rows that are new or different'
);
select results_eq(
    'select c.asin, c.clicks, c.known_from_at from catalog as c order by c.asin',
    $$values ('B0TESTA001', 40::bigint, pg_temp.landed('a1')), ('B0TESTA002', 50, pg_temp.landed('a3')), ('B0TESTA004', 40, pg_temp.landed('a3'))$$,
    'it replaces what stood; the unchanged row is known as long as before'
);
select results_eq(
    'select r.report, r.asin, r.clicks, r.known_from_at, r.known_until_at from replaced as r order by r.asin',
    $$
        values
            ('search_catalog_performance', 'B0TESTA002', 40::bigint, pg_temp.landed('a1'), pg_temp.landed('a3')),
            ('search_catalog_performance', 'B0TESTA003', 40, pg_temp.landed('a1'), pg_temp.landed('a3'))
    $$,
    'what was known before, and until when, stays'
);

-- Order of arrival decides, not of promotion.
create temp table restated on commit drop as select * from pg_temp.seller_versions();
select is((pg_temp.replay('a1')).status, 'SUCCESS', 'an older run is promoted again');
select set_eq('select * from pg_temp.seller_versions()', 'table restated', 'it never replaces what came later');
select is((pg_temp.replay('a3')).status, 'SUCCESS', 'the latest run is promoted again');
select set_eq('select * from pg_temp.seller_versions()', 'table restated', 'which writes no row');

-- Reports of some products beside reports of all.
select is(
    (pg_temp.load_reports('a4', pg_temp.catalog('{"asins": "B0TESTA001 B0TESTA004"}', pg_temp.catalog_line('B0TESTA001', '{"clicks": 44}')))).accepted_count, 1,
    'a report of two products, one of which has nothing'
);
select set_eq(
    'select c.asin, c.clicks from catalog as c', $$values ('B0TESTA001', 44::bigint), ('B0TESTA002', 50)$$, 'replaces the rows of these two, and no other'
);
select pg_temp.replay('a3');
select set_eq(
    'select c.asin, c.clicks from catalog as c', $$values ('B0TESTA001', 44::bigint), ('B0TESTA002', 50)$$, 'an older report of all products leaves them alone'
);
select pg_temp.land_reports('a5', pg_temp.catalog('{"asins": "B0TESTA001"}', pg_temp.catalog_line('B0TESTA001', '{"clicks": 1}')));
select pg_temp.load_reports('a6', pg_temp.catalog('{}', pg_temp.catalog_line('B0TESTA001', '{"clicks": 60}')));
select ops.promote_run('a5');
select set_eq('select c.asin, c.clicks from catalog as c', $$values ('B0TESTA001', 60::bigint)$$, 'as does a report of one that waited until a later one of all was promoted');
select pg_temp.load_reports('a7', pg_temp.catalog('{}'));
select is_empty('select 1 from catalog', 'a report without rows lists nothing');
select results_eq(
    $$select p.job_id from sqp.reported_periods as p where p.covers = 'all'$$, array['a7'], 'but the period is reported'
);
select pg_temp.load_reports('a8', pg_temp.catalog('{"period": "MONTH", "start": "2025-01-01", "end": "2025-01-31"}', pg_temp.catalog_line('B0TESTA001')));
select pg_temp.load_reports('a9', pg_temp.catalog('{"period": "QUARTER", "start": "2025-01-01", "end": "2025-03-31"}', pg_temp.catalog_line('B0TESTA001')));
select results_eq(
    $$select c.period_type, c.start_date, c.end_date from sqp.search_catalog_performance as c order by 1$$,
    $$values ('MONTH', '2025-01-01'::date, '2025-01-31'::date), ('QUARTER', '2025-01-01', '2025-03-31')$$, 'months and quarters are reports of their own'
);

-- Search terms: a report is of the whole period.
select pg_temp.load_reports('t1', pg_temp.terms('{}', pg_temp.term_line('gloves', 'B0TESTA001'), pg_temp.term_line('hats', 'B0TESTA001')));
select pg_temp.load_reports('t2', pg_temp.terms('{"period": "DAY", "end": "2025-01-05"}', pg_temp.term_line('gloves', 'B0TESTA001')));
select is((pg_temp.load_reports('t3', pg_temp.terms('{}', pg_temp.term_line('gloves', 'B0TESTA001', '{"clickShare": 0.5}')))).accepted_count, 1, 'search terms are restated');
select results_eq(
    'select t.period_type, t.search_term, t.click_share from sqp.search_terms as t order by 1',
    $$values ('DAY', 'gloves', 0.125), ('WEEK', 'gloves', 0.5)$$, 'for their period'
);

-- Sales by date: each period stands alone; by ASIN: each granularity and range.
select pg_temp.load_reports('s1',
    pg_temp.sales_by_date('{"granularity": "DAY"}', pg_temp.sales_line('{"date": "2025-01-05"}'), pg_temp.sales_line('{"date": "2025-01-06"}'))
    || pg_temp.sales_by_asin('{"asin_granularity": "CHILD"}',
        pg_temp.sales_line('{"parentAsin": "B0TESTA009", "childAsin": "B0TESTA001"}'), pg_temp.sales_line('{"parentAsin": "B0TESTA009", "childAsin": "B0TESTA002"}'))
    || pg_temp.sales_by_asin('{"asin_granularity": "PARENT"}', pg_temp.sales_line('{"parentAsin": "B0TESTA009"}')));
select is(
    (pg_temp.load_reports('s2',
        pg_temp.sales_by_date('{"granularity": "DAY"}', pg_temp.sales_line('{"date": "2025-01-06"}', '{"unitsOrdered": 21}'), pg_temp.sales_line('{"date": "2025-01-07"}'))
        || pg_temp.sales_by_asin('{"asin_granularity": "CHILD"}', pg_temp.sales_line('{"parentAsin": "B0TESTA009", "childAsin": "B0TESTA001"}')))).accepted_count,
    2, 'sales are restated'
);
select results_eq(
    'select s.period_type, s.start_date, s.units_ordered from sqp.sales_and_traffic as s order by 2',
    $$values ('DAY', '2025-01-05'::date, 20::bigint), ('DAY', '2025-01-06', 21), ('DAY', '2025-01-07', 20)$$, 'day by day'
);
select results_eq(
    'select s.asin_granularity, s.asin, s.period_type from sqp.sales_and_traffic_by_asin as s order by 1',
    $$values ('CHILD', 'B0TESTA001', 'WEEK'), ('PARENT', 'B0TESTA009', 'WEEK')$$, 'and granularity by granularity'
);

-- Keyword counts: each product and period.
select pg_temp.load_reports('k1', array[
    pg_temp.day('2025-01-05', '{"B0TESTA001": {"gloves": {"clicks": 7}, "hats": {"clicks": 2}}, "B0TESTA002": {"gloves": {"clicks": 1}}}'),
    pg_temp.day('2025-01-06', '{"B0TESTA001": {"gloves": {"clicks": 8}}}')]);
select pg_temp.load_reports('k2', array[pg_temp.day('2025-01-05', '{"B0TESTA001": {"gloves": {"clicks": 9}}}'), pg_temp.day('2025-01-06', '{"B0TESTA001": {}}')]);
select results_eq(
    'select k.asin, k.start_date, k.query_keyword, k.click_count from sqp.keyword_counts as k order by 1',
    $$values ('B0TESTA001', '2025-01-05'::date, 'gloves', 9::bigint), ('B0TESTA002', '2025-01-05', 'gloves', 1)$$, 'keywords are replaced by product and period'
);

-- Two tenants.
select app.create_tenant('b');
select pg_temp.load_reports('b1', pg_temp.catalog('{}', pg_temp.catalog_line('B0TESTA001', '{"clicks": 3}')), 'b');
select pg_temp.load_reports('b2', pg_temp.terms('{}', pg_temp.term_line('theirs', 'B0TESTA001')), 'b');
select results_eq(
    $$select t.name, c.click_count from sqp.search_catalog_performance as c inner join app.tenants as t using (tenant_id) where c.period_type = 'WEEK'$$,
    $$values ('b', 3::bigint)$$, 'a tenant has its own report of a product and period'
);
select results_eq(
    $$select t.name, s.search_term from sqp.search_terms as s inner join app.tenants as t using (tenant_id) where s.period_type = 'WEEK' order by 1$$,
    $$values ('b', 'theirs'), ('default', 'gloves')$$, 'which replaces nothing of another tenant'
);
select is((pg_temp.load_reports('a10', pg_temp.week('2025-01-05', pg_temp.report_line('B0TESTA001', 'gloves')))).accepted_count, 1, 'a search query report is not concerned');

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
\ir ../../support/reports.psql
\ir ../../support/two_tenants.psql
\ir ../../support/search_reports.psql
set local role asinmart_owner;
select plan(24);

-- ASINs by their numbers.
create function pg_temp.n(p_number integer) returns text language sql immutable as $$select 'B0' || lpad(p_number::text, 8, '0')$$;
create temp view due as
select
    d.tenant_id, d.marketplace, d.period_type, d.start_date, d.failure_count, d.place, cardinality(d.asins) as size, d.asins,
    (select string_agg(ltrim(substr(x.asin, 3), '0'), ' ' order by x.place) from unnest(d.asins) with ordinality as x (asin, place)) as products
from ops.due_search_reports(pg_temp.now()) as d
order by 1, d.region, d.place;

select pg_temp.map('Acme', pg_temp.a(), variadic array(select pg_temp.n(n) from generate_series(1, 20) as n));
select is_empty('select 1 from due', 'without a credential nothing is due');
select pg_temp.store(pg_temp.a(), 'eu');
select is_empty('select 1 from due', 'nor with one of another region');
select pg_temp.store();
select results_eq(
    'select d.start_date, d.size, d.place from due as d',
    $$
        values
            ('2025-03-02'::date, 18, 1::bigint), ('2025-03-02', 2, 2), ('2025-02-23', 18, 3), ('2025-02-23', 2, 4), ('2025-02-16', 18, 5),
            ('2025-02-16', 2, 6)
    $$,
    'the week available last comes first, 18 products at most to a report; the week without data yet is not due'
);
select is((select max(length(array_to_string(d.asins, ' '))) from due as d), 197, 'the option has 200 characters');
select set_eq(
    $$select unnest(d.asins) from due as d where d.start_date = '2025-03-02'$$, 'select pg_temp.n(n) from generate_series(1, 20) as n',
    'each product is in one of them'
);
select results_eq(
    $$select d.place, d.size, d.start_date from ops.due_search_reports('2025-03-18 23:59+00') as x cross join lateral (select x.place, cardinality(x.asins) as size, x.start_date) as d where d.place = 1$$,
    $$values (1::bigint, 18, '2025-02-23'::date)$$, 'a week is not due before its time'
);

update core.brands as b set is_active = false;
select is_empty('select 1 from due', 'a brand that is switched off is not asked for');
update core.brands as b set is_active = true;
update core.asin_brand_mapping as m set is_active = m.asin <= pg_temp.n(4);
select is((select string_agg(d.products, ', ' order by d.place) from due as d), '1 2 3 4, 1 2 3 4, 1 2 3 4', 'products that count for no brand are not asked for');

select pg_temp.write_report(pg_temp.n(w.n), 'WEEK', w.start_date::date, jsonb_build_object('asin_clicks', w.clicks, 'asin_impressions', w.impressions), pg_temp.a())
from (
    values
        (1, '2025-01-05', 10, 100), (1, '2025-01-12', 12, 100), (2, '2025-01-05', 90, 100), (2, '2025-01-12', 40, 100), (3, '2025-01-05', 10, 100),
        (3, '2025-01-12', 12, 900), (3, '2024-12-29', 5000, 9000)
) as w (n, start_date, clicks, impressions);
select is((select d.products from due as d limit 1), '4 2 3 1', 'products without a report come first, then those whose own counts changed most, up or down');
select pg_temp.write_report(pg_temp.n(4), 'WEEK', '2025-01-12', '{"query_count": 0}', pg_temp.a());
select is((select d.products from due as d limit 1), '2 3 1 4', 'those that no report lists come last');
select pg_temp.write_report(pg_temp.n(2), 'WEEK', '2025-03-02', '{}', pg_temp.a());
select is((select d.products from due as d where d.start_date = '2025-03-02'), '3 1 4', 'a report that is there is not asked for; what it says counts at once');
select pg_temp.write_report(pg_temp.n(3), 'WEEK', '2025-03-02', '{}', pg_temp.b());
select is((select d.products from due as d where d.start_date = '2025-03-02'), '3 1 4', 'unless it is another tenant''s');

select pg_temp.request('{"state": "queued"}', pg_temp.n(1)), pg_temp.request('{"state": "requested"}', pg_temp.n(3));
select is((select d.products from due as d where d.start_date = '2025-03-02'), '4', 'nothing is asked twice while a request is open');
select pg_temp.request('{"state": "loaded", "job_id": "r"}', pg_temp.n(4));
select is_empty($$select 1 from due as d where d.start_date = '2025-03-02'$$, 'nor when its report has come');
update sqp.report_requests as r set next_attempt_at = pg_temp.now() where r.state = 'loaded';
select is((select d.products || ' ' || d.failure_count from due as d where d.start_date = '2025-03-02'), '4 1', 'but if it brought nothing of the product, that is due again a day later');
insert into core.ingest_runs (job_id, source, status) values ('r', 'test', 'LANDED');
select is_empty($$select 1 from due as d where d.start_date = '2025-03-02'$$, 'unless it still waits for promotion');
update core.ingest_runs as r set status = 'SUCCESS' where r.job_id = 'r';
update sqp.report_requests as r set state = 'failed', failure_count = 1, next_attempt_at = pg_temp.now() + interval '1 second';
select is_empty($$select 1 from due as d where d.start_date = '2025-03-02'$$, 'what failed waits for its time');
update sqp.report_requests as r set next_attempt_at = pg_temp.now(), state = case when r.asins = array[pg_temp.n(4)] then 'no_data_yet' else r.state end;
select results_eq(
    $$select d.products, d.failure_count from due as d where d.start_date = '2025-03-02' order by 1$$, $$values ('3 1', 2::smallint), ('4', 2::smallint)$$,
    'then it is due, with the number of failures so far'
);
select pg_temp.request('{"state": "queued"}', pg_temp.n(1));
select is_empty($$select 1 from due as d where d.start_date = '2025-03-02' and pg_temp.n(1) = any (d.asins)$$, 'and the last request decides');
update sqp.report_requests as r set state = 'access_denied', failure_count = 2, next_attempt_at = null;
select results_eq(
    $$select d.products, d.failure_count from due as d where d.start_date = '2025-03-02'$$, $$values ('3 1 4', 2::smallint)$$,
    'what access was denied to is due as before'
);

-- A group that fails again and again is divided.
delete from sqp.report_requests;
select pg_temp.map('Big', pg_temp.b(), variadic array(select pg_temp.n(n) from generate_series(1, 18) as n));
select pg_temp.store(pg_temp.b());
select pg_temp.request(
    jsonb_build_object('tenant_id', pg_temp.b(), 'state', 'failed', 'failure_count', 0, 'next_attempt_at', pg_temp.now()),
    variadic array(select pg_temp.n(n) from generate_series(1, 18) as n)
);
create temp view sizes as
select string_agg(d.size::text, ' ' order by d.size desc) as sizes from due as d where d.tenant_id = pg_temp.b() and d.start_date = '2025-03-02';
-- Product 3 of tenant b has its report.
select is((select s.sizes from sizes as s), '17', 'a group that failed once is asked as it was');
update sqp.report_requests as r set failure_count = 1;
select is((select s.sizes from sizes as s), '9 8', 'one that failed twice in halves');
update sqp.report_requests as r set failure_count = 9;
select is((select s.sizes from sizes as s), '1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1', 'in the end product by product');
update ops.settings as s set value = '0' where s.name = 'sqp_reports_per_day';
select is_empty('select 1 from due', 'an account that may not ask has nothing due');

select * from finish();
rollback;

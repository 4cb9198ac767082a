begin;
set local search_path to extensions, public;
\ir ../support/seller_reports.psql
set local role asinmart_owner;
select plan(26);

update ops.settings set value = '1' where name = 'reject_share_limit';
-- Everything that a run of these reports writes, apart from the numbers of items and rows.
create temp view stands as
select 'search_catalog_performance' as relation, to_jsonb(t) as content from sqp.search_catalog_performance as t
union all select 'search_terms', to_jsonb(t) from sqp.search_terms as t
union all select 'sales_and_traffic', to_jsonb(t) from sqp.sales_and_traffic as t
union all select 'sales_and_traffic_by_asin', to_jsonb(t) from sqp.sales_and_traffic_by_asin as t
union all select 'keyword_counts', to_jsonb(t) from sqp.keyword_counts as t
union all select 'reported_periods', to_jsonb(t) - 'raw_event_id' from sqp.reported_periods as t
union all select 'replaced_rows', to_jsonb(t) - 'id' from sqp.replaced_rows as t
union all select 'rate_disagreements', to_jsonb(t) from sqp.rate_disagreements as t;
create temp view catalog as
select t.name, c.asin, c.click_count as clicks, c.known_from_at
from sqp.search_catalog_performance as c
inner join app.tenants as t on t.tenant_id = c.tenant_id
where c.start_date = '2025-01-05';
-- A replay while the shop is unknown, so that its rows are rejected.
create function pg_temp.replay_rejected(p_job_id text)
returns ops.promotion_result
language plpgsql
volatile
as $$
declare
    v_result ops.promotion_result;
begin
    update core.marketplaces set amazon_marketplace_id = 'ELSEWHERE' where marketplace = 'US';
    v_result := pg_temp.replay(p_job_id);
    update core.marketplaces set amazon_marketplace_id = 'ATVPDKIKX0DER' where marketplace = 'US';
    return v_result;
end;
$$;

-- Each kind of report, and a later run that restates all of them: a row changed, one left out, one new; and a period of its own.
select pg_temp.load_reports('u1',
    pg_temp.catalog('{}', pg_temp.catalog_line('B0TESTA001'), pg_temp.catalog_line('B0TESTA002'), pg_temp.catalog_line('B0TESTA003'))
    || pg_temp.terms('{}', pg_temp.term_line('gloves', 'B0TESTA001'), pg_temp.term_line('hats', 'B0TESTA001'))
    || pg_temp.sales_by_date('{"granularity": "DAY"}', pg_temp.sales_line('{"date": "2025-01-05"}'), pg_temp.sales_line('{"date": "2025-01-06"}'))
    || pg_temp.sales_by_asin('{"asin_granularity": "CHILD"}',
        pg_temp.sales_line('{"parentAsin": "B0TESTA009", "childAsin": "B0TESTA001"}'), pg_temp.sales_line('{"parentAsin": "B0TESTA009", "childAsin": "B0TESTA002"}')));
select pg_temp.load_reports('k1', array[
    pg_temp.day('2025-01-05', '{"B0TESTA001": {"gloves": {"clicks": 7}, "hats": {"clicks": 2}}, "B0TESTA002": {"gloves": {"clicks": 1}}}')]);
create temp table before as select * from stands;
select pg_temp.load_reports('u2',
    pg_temp.catalog('{}', pg_temp.catalog_line('B0TESTA001'), pg_temp.catalog_line('B0TESTA002', '{"clicks": 50, "click_rate": 0.09}'), pg_temp.catalog_line('B0TESTA004'))
    || pg_temp.terms('{}', pg_temp.term_line('gloves', 'B0TESTA001', '{"clickShare": 0.5}'), pg_temp.term_line('socks', 'B0TESTA001'))
    || pg_temp.terms('{"period": "DAY", "end": "2025-01-05"}', pg_temp.term_line('gloves', 'B0TESTA001'))
    || pg_temp.sales_by_date('{"granularity": "DAY"}', pg_temp.sales_line('{"date": "2025-01-06"}', '{"unitsOrdered": 21}'), pg_temp.sales_line('{"date": "2025-01-07"}'))
    || pg_temp.sales_by_asin('{"asin_granularity": "CHILD"}', pg_temp.sales_line('{"parentAsin": "B0TESTA009", "childAsin": "B0TESTA001"}', '{"unitsOrdered": 5}'))
    || pg_temp.sales_by_asin('{"asin_granularity": "PARENT"}', pg_temp.sales_line('{"parentAsin": "B0TESTA009"}')));
create temp table between_runs as select * from stands;
select pg_temp.load_reports('k2', array[
    pg_temp.day('2025-01-05', '{"B0TESTA001": {"gloves": {"clicks": 9}}}'), pg_temp.day('2025-01-06', '{"B0TESTA001": {"gloves": {"clicks": 8}}}')]);
create temp table after as select * from stands;
select set_eq(
    $$select distinct a.relation from (table after except table before) as a$$,
    array[
        'search_catalog_performance', 'search_terms', 'sales_and_traffic', 'sales_and_traffic_by_asin', 'keyword_counts', 'reported_periods', 'replaced_rows',
        'rate_disagreements'
    ],
    'later runs restate each kind of report'
);

-- Replayed, all their rows are rejected.
select results_eq($$select r.status, r.accepted_count from pg_temp.replay_rejected('k2') as r$$, $$values ('PARTIAL', 0)$$, 'a replay rejects all rows of keyword counts');
select set_eq('table stands', 'table between_runs', 'what the run brought is withdrawn, and what was known before stands again, with its run');
select is((select x.withdrawn_count from ops.replays as x order by x.id desc limit 1), 2::bigint, 'the replay counts the reports');
select results_eq($$select r.status, r.accepted_count from pg_temp.replay_rejected('u2') as r$$, $$values ('PARTIAL', 0)$$, 'a replay rejects all rows of the other reports');
select set_eq('table stands', 'table before', 'they are withdrawn likewise');
select is((select x.withdrawn_count from ops.replays as x order by x.id desc limit 1), 7::bigint, 'each report counts');

-- Rows that a replay need not change stay as they are.
create temp table versions as select * from pg_temp.seller_versions();
select pg_temp.replay('u1');
select pg_temp.replay('k1');
select set_eq('select * from pg_temp.seller_versions()', 'table versions', 'a replay of the run before writes no row');
select set_eq('table stands', 'table before', 'and its reports stand');
select pg_temp.replay('u2');
select set_eq('table stands', 'table between_runs', 'a replay with the cause gone brings the reports back, and the rows that they replaced');
select pg_temp.replay('k2');
select set_eq('table stands', 'table after', 'keyword counts too');

-- Rejected in part.
select pg_temp.load_reports('p1',
    pg_temp.catalog('{"start": "2025-02-02", "end": "2025-02-08"}', pg_temp.catalog_line('B0TESTA001'))
    || pg_temp.catalog('{"start": "2025-02-02", "end": "2025-02-08", "marketplace": "A1PA6795UKMFR9"}', pg_temp.catalog_line('B0TESTA001'))
    || pg_temp.catalog('{"start": "2025-02-09", "end": "2025-02-15"}'));
select is((select count(*) from sqp.reported_periods as p where p.job_id = 'p1'), 3::bigint, 'a run brings three reports, of two shops, one of which lists nothing');
select pg_temp.replay_rejected('p1');
select set_eq($$select p.marketplace from sqp.reported_periods as p where p.job_id = 'p1'$$, array['DE'], 'reports that are rejected are withdrawn, others stay');
select set_eq($$select c.marketplace from sqp.search_catalog_performance as c where c.start_date >= '2025-02-02'$$, array['DE'], 'with their rows');

-- A report of all products, then one of a product.
select pg_temp.replay_rejected('u2');
select pg_temp.load_reports('c1', pg_temp.catalog('{}',
    pg_temp.catalog_line('B0TESTA001', '{"clicks": 41}'), pg_temp.catalog_line('B0TESTA002', '{"clicks": 42}'), pg_temp.catalog_line('B0TESTA005', '{"clicks": 45}')));
select pg_temp.load_reports('c2', pg_temp.catalog('{"asins": "B0TESTA001 B0TESTA005"}', pg_temp.catalog_line('B0TESTA001', '{"clicks": 44}'), pg_temp.catalog_line('B0TESTA005', '{"clicks": 45}')));
create temp table both_reports as select * from stands;
select pg_temp.replay_rejected('c2');
select set_eq(
    'select c.asin, c.clicks from catalog as c', $$values ('B0TESTA001', 41::bigint), ('B0TESTA002', 42), ('B0TESTA005', 45)$$, 'without the report of a product that of all stands'
);
select pg_temp.replay('c2');
select set_eq('table stands', 'table both_reports', 'and the report of the product again');
select pg_temp.replay_rejected('c1');
select set_eq(
    'select c.asin, c.clicks, c.known_from_at from catalog as c',
    $$
        values ('B0TESTA001', 44::bigint, pg_temp.landed('c2')), ('B0TESTA002', 40, pg_temp.landed('u1')), ('B0TESTA003', 40, pg_temp.landed('u1')),
            ('B0TESTA005', 45, pg_temp.landed('c2'))
    $$,
    'without the report of all, rows of the product stay, known from its own report'
);
select set_eq(
    $$select r.row_values ->> 'asin', r.known_from_at, r.known_until_at from sqp.replaced_rows as r where r.report = 'search_catalog_performance'$$,
    $$values ('B0TESTA001', pg_temp.landed('u1'), pg_temp.landed('c2'))$$, 'which replaced the row of before'
);
select pg_temp.replay_rejected('c2');
select set_eq(
    $$select s.* from stands as s where (s.relation like 'search_catalog%' and s.content ->> 'start_date' < '2025-02-01') or s.content ->> 'report' like 'search_catalog%' and s.content ->> 'job_id' <> 'p1'$$,
    $$select b.* from before as b where b.relation like 'search_catalog%' or b.content ->> 'report' like 'search_catalog%'$$, 'without both, all is as before them'
);

-- A report of a product, then one of all.
select pg_temp.load_reports('c3', pg_temp.catalog('{"asins": "B0TESTA001"}', pg_temp.catalog_line('B0TESTA001', '{"clicks": 44}')));
select pg_temp.load_reports('c4', pg_temp.catalog('{}', pg_temp.catalog_line('B0TESTA001', '{"clicks": 47}')));
select pg_temp.replay_rejected('c3');
select set_eq('select c.asin, c.clicks from catalog as c', $$values ('B0TESTA001', 47::bigint)$$, 'a later report of all stands');
select set_eq(
    $$select p.covers, p.job_id from sqp.reported_periods as p where p.report = 'search_catalog_performance' and p.start_date = '2025-01-05'$$,
    $$values ('all', 'c4')$$, 'alone'
);
select pg_temp.replay_rejected('c4');
select set_eq(
    'select c.asin, c.clicks from catalog as c', $$values ('B0TESTA001', 40::bigint), ('B0TESTA002', 40), ('B0TESTA003', 40)$$,
    'and without it the report before both, not the one that was withdrawn'
);
select set_eq(
    $$select p.covers, p.job_id from sqp.reported_periods as p where p.report = 'search_catalog_performance' and p.start_date = '2025-01-05'$$,
    $$values ('all', 'u1')$$, 'with its run'
);

-- Another tenant.
select app.create_tenant('b');
select pg_temp.load_reports('b1', pg_temp.catalog('{}', pg_temp.catalog_line('B0TESTA001', '{"clicks": 3}')), 'b');
select pg_temp.replay_rejected('u1');
select set_eq('select c.name, c.clicks from catalog as c', $$values ('b', 3::bigint)$$, 'a first report vanishes; that of another tenant stays');
select pg_temp.replay_rejected('b1');
select is_empty('select 1 from catalog', 'until it is withdrawn itself');
select is(
    (select sqp.withdraw_seller_reports(r) from core.ingest_runs as r where r.job_id = 'b1'), 0, 'nothing is withdrawn twice'
);

select * from finish();
rollback;

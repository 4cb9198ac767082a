begin;
set local search_path to extensions, public;
\ir ../../support/competition.psql
set local role asinmart_owner;
select plan(21);

create temp view newest as select i.* from ops.cache_invalidations as i order by i.id desc limit 1;
create temp view requests as select q.asin_main, q.status, q.version, q.error, q.finished_at from core.report_requests as q order by q.id;
create function pg_temp.ask(p_asin text, p_depth text default 'basic', p_tenant_id uuid default pg_temp.a()) returns void language sql volatile as $$
    insert into core.report_requests (tenant_id, asin_main, marketplace, depth, requested_at) values (p_tenant_id, p_asin, 'US', p_depth, '2025-04-01 11:00+00');
$$;
create function pg_temp.run(p_now timestamptz) returns text language sql volatile as $$select s::text from ops.generate_reports(p_now) as s$$;
create function pg_temp.day(p_day date, p_price numeric) returns jsonb[] language sql stable as $$
    select array_agg(pg_temp.observed('B0TESTA00' || n, p_day, jsonb_build_object('price', p_price + n))) from generate_series(1, 5) as n;
$$;
select is(pg_temp.run('2025-04-01 12:00+00'), '(0,f)', 'without groups and requests there is nothing to do');

-- Due reports: two tenants, three main products.
select pg_temp.compare(pg_temp.a(), 'B0TESTA001', 'B0TESTA002', 'B0TESTA003'), pg_temp.compare(pg_temp.b(), 'B0TESTA001', 'B0TESTA004'), pg_temp.compare(pg_temp.b(), 'B0TESTA005', 'B0TESTA002');
select pg_temp.load('c1', pg_temp.day('2025-04-01', 10));
select is(pg_temp.run('2025-04-01 12:00+00'), '(3,f)', 'reports that are due are made');
select results_eq(
    'select r.tenant_id, r.asin_main, r.version, r.depth, r.generated_at from core.competition_reports as r order by 1, 2',
    $$
        values (pg_temp.a(), 'B0TESTA001', 1, 'standard', '2025-04-01 12:00+00'::timestamptz), (pg_temp.b(), 'B0TESTA001', 1, 'standard', '2025-04-01 12:00+00'),
            (pg_temp.b(), 'B0TESTA005', 1, 'standard', '2025-04-01 12:00+00')
    $$,
    'one for each tenant and main product'
);
select results_eq('select n.product_keys, n.pair_keys from newest as n', $$values (array['B0TESTA001:US', 'B0TESTA005:US'], array['B0TESTA001:B0TESTA002:US', 'B0TESTA001:B0TESTA003:US', 'B0TESTA001:B0TESTA004:US', 'B0TESTA005:B0TESTA002:US'])$$,
    'their main products are announced, so that caches drop the latest reports');
select results_eq('select count(*), min(c.checked_at), count(c.error) from ops.report_checks as c', $$values (3::bigint, '2025-04-01 12:00+00'::timestamptz, 0::bigint)$$, 'each is checked');
select is(pg_temp.run('2025-04-01 12:01+00'), '(0,f)', 'they are due once');
create temp table before on commit drop as select n.id from newest as n;
select is(pg_temp.run('2025-04-02 12:00+00'), '(3,f)', 'the next day they are checked again');
select results_eq('select max(r.version) from core.competition_reports as r', 'values (1)', 'without new data there is no new version');
select results_eq('select n.id from newest as n', 'table before', 'and nothing to announce');

-- Requests: one succeeds, one is of a product that was never observed, one has no competitors.
select pg_temp.ask('B0TESTA001'), pg_temp.ask('B0TESTA009'), pg_temp.ask('B0TESTA004');
select is(pg_temp.run('2025-04-02 12:05+00'), '(3,f)', 'requests are answered');
select results_eq(
    'select * from requests',
    $$
        values ('B0TESTA001', 'succeeded', 2, null::text, '2025-04-02 12:05+00'::timestamptz),
            ('B0TESTA009', 'failed', null, 'there is no observation of B0TESTA009 in marketplace US. Load a file that has the product, or track it.', '2025-04-02 12:05+00'),
            ('B0TESTA004', 'failed', null, 'B0TESTA004 has no competitors in marketplace US. Create a competitive group with it as the main product, or link competitors.', '2025-04-02 12:05+00')
    $$,
    'with the version, or the sentence why there is none; one that fails does not stop the others'
);
select results_eq('select n.product_keys from newest as n', $$values (array['B0TESTA001:US'])$$, 'those that succeeded are announced');
select is((select max(r.version) from core.competition_reports as r where r.tenant_id = pg_temp.b()), 1, 'a request of one tenant makes no version of another');
select is(pg_temp.run('2025-04-02 12:06+00'), '(0,f)', 'a request is answered once');

-- The same product requested and due in one run, at two depths.
select pg_temp.load('c2', pg_temp.day('2025-04-03', 12));
select pg_temp.ask('B0TESTA001', 'standard');
select is(pg_temp.run('2025-04-03 12:00+00'), '(4,f)', 'a request comes first, then what is due');
select results_eq(
    $$select r.version, r.depth, r.as_of from core.competition_reports as r where r.tenant_id = pg_temp.a() order by 1$$,
    $$values (1, 'standard', '2025-04-01'::date), (2, 'basic', '2025-04-01'), (3, 'standard', '2025-04-03')$$, 'the same report is made once'
);
-- Slices.
update ops.settings set value = '2' where name = 'report_batch';
select pg_temp.ask('B0TESTA001', d.depth) from (values ('basic'), ('comprehensive'), ('standard')) as d (depth);
select pg_temp.load('c3', pg_temp.day('2025-04-04', 14));
select is(
    array[pg_temp.run('2025-04-04 12:00+00'), pg_temp.run('2025-04-04 12:00+00'), pg_temp.run('2025-04-04 12:00+00'), pg_temp.run('2025-04-04 12:00+00')],
    array['(2,t)', '(2,t)', '(2,t)', '(0,f)'], 'no more than report_batch in one slice, requests first'
);
select is((select count(*) from requests as q where q.status = 'queued'), 0::bigint, 'all are answered');
select is((select count(*) from core.competition_reports as r where r.as_of = '2025-04-04'), 5::bigint, 'and all made');
select is_empty(
    $$select r.version from core.competition_reports as r where r.tenant_id = pg_temp.a() and r::text ~ 'B0TESTA00[45]' or r.tenant_id = pg_temp.b() and r::text ~ 'B0TESTA003'$$,
    'no report has a competitor of another tenant'
);
set local role asinmart_admin;
select is((select s::text from ops.generate_reports('2025-04-04 12:01+00') as s), '(0,f)', 'an admin runs the job by hand');

select * from finish();
rollback;

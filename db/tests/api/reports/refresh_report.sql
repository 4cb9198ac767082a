begin;
set local search_path to extensions, public;
\ir ../../support/competition.psql
select plan(12);

create function pg_temp.ask(p_depth text default null, p_tenant_id uuid default pg_temp.a(), p_asin text default 'B0TESTA001', p_now timestamptz default '2025-04-01 12:00+00')
returns table (id bigint, body jsonb) language sql volatile as $$
    select r.id, r.body::jsonb -> 'data' from api.refresh_report(p_tenant_id, p_asin, 'US', jsonb_strip_nulls(jsonb_build_object('depth', p_depth)), p_now) as r;
$$;

set local role asinmart_owner;
select pg_temp.compare(pg_temp.a(), 'B0TESTA001', 'B0TESTA002'), pg_temp.compare(pg_temp.b(), 'B0TESTA001', 'B0TESTA002');
select pg_temp.load('c1', array[pg_temp.observed('B0TESTA001', '2025-03-20', '{"price": 10}'), pg_temp.observed('B0TESTA002', '2025-03-20', '{"price": 12}')]);
create temp table asked (place integer generated always as identity, id bigint, body jsonb);
grant all on asked to asinmart_api;
set local role asinmart_api;
insert into asked (id, body) select * from pg_temp.ask();
select results_eq(
    $$select a.body ->> 'status', a.body ->> 'kind', a.body ->> 'depth', a.body ->> 'asin_main', (a.body ->> 'id')::bigint = a.id from asked as a$$,
    $$values ('queued', 'competition_report', 'standard', 'B0TESTA001', true)$$, 'a request is queued, of depth standard'
);
select is((select a.id from pg_temp.ask('standard', p_now => '2025-04-01 12:01+00') as a), (select a.id from asked as a), 'asking again returns the request that waits');
select isnt((select a.id from pg_temp.ask('basic') as a), (select a.id from asked as a), 'another depth is another request');
select isnt((select a.id from pg_temp.ask(p_tenant_id => pg_temp.b()) as a), (select a.id from asked as a), 'so is one of another tenant');
select throws_ok(
    $$select * from pg_temp.ask(p_asin => 'B0TESTA009')$$, 'AM404', 'there is no observation of B0TESTA009 in marketplace US', 'a product that was never observed is not found'
);
select throws_ok($$select * from pg_temp.ask(p_asin => 'B0TESTA002')$$, 'AM422', 'B0TESTA002 has no competitors in marketplace US', 'one without competitors has nothing to compare');
select throws_ok($$select * from pg_temp.ask('deep')$$, '23514', null, 'an unknown depth is refused');
set local role asinmart_owner;
select count(*) from ops.generate_reports('2025-04-01 12:02+00');
set local role asinmart_api;
select isnt((select a.id from pg_temp.ask('standard') as a), (select a.id from asked as a), 'a request after the answer is a new one');
set local role asinmart_owner;
update ops.settings set value = '3' where name = 'report_requests_per_day';
set local role asinmart_api;
select throws_ok(
    $$select * from pg_temp.ask('comprehensive', p_now => '2025-04-02 11:59+00')$$, 'AM429', '3 reports were requested in the last 24 hours', 'a tenant has so many requests in 24 hours'
);
select lives_ok($$select * from pg_temp.ask('comprehensive', pg_temp.b(), p_now => '2025-04-02 11:59+00')$$, 'another tenant has its own');
select lives_ok($$select * from pg_temp.ask('comprehensive', p_now => '2025-04-02 12:01+00')$$, 'a day later there are new ones');
set local role asinmart_owner;
select results_eq(
    'select q.tenant_id, q.depth, q.status from core.report_requests as q order by q.id',
    $$
        values (pg_temp.a(), 'standard', 'succeeded'), (pg_temp.a(), 'basic', 'succeeded'), (pg_temp.b(), 'standard', 'succeeded'), (pg_temp.a(), 'standard', 'queued'),
            (pg_temp.b(), 'comprehensive', 'queued'), (pg_temp.a(), 'comprehensive', 'queued')
    $$,
    'what is refused leaves no request'
);

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
\ir ../../support/reports.psql
\ir ../../support/two_tenants.psql
\ir ../../support/search_reports.psql
select plan(16);

create function pg_temp.quota(p_members text, p_region text default 'na', p_now timestamptz default pg_temp.now(), p_tenant_id uuid default pg_temp.a())
returns jsonb
language sql
volatile
as $$
    select jsonb_agg(i.item -> m.member order by m.place)
    from jsonb_array_elements(api.search_report_quota(p_tenant_id, p_now)::jsonb -> 'data') as i (item)
    cross join regexp_split_to_table(p_members, ' ') with ordinality as m (member, place)
    where i.item ->> 'region' = p_region;
$$;
set local role asinmart_owner;
select pg_temp.map('Acme', pg_temp.a(), 'B0TESTA001', 'B0TESTA002');
select pg_temp.store(), pg_temp.store(pg_temp.a(), 'eu'), pg_temp.store(pg_temp.b());
set local role asinmart_api;
select is(
    pg_temp.quota('allowed_count used_count left_count next_refill_at last_refill_at queued_count requested_count oldest_open_at'),
    '[20, 0, 20, null, null, 0, 0, null]', 'an account that asked for nothing has the whole limit'
);
select is(
    (select jsonb_agg(i -> 'region') from jsonb_array_elements(api.search_report_quota(pg_temp.a(), pg_temp.now())::jsonb -> 'data') as i),
    '["eu", "na"]', 'there is an item for each region with a credential'
);
select is(
    pg_temp.quota('marketplaces') -> 0,
    (select jsonb_agg(m.marketplace order by m.marketplace) from core.marketplaces as m where m.spapi_region = 'na'),
    'with its marketplaces'
);
select is(api.search_report_quota('00000000-0000-0000-0000-00000000000c')::jsonb, '{"data": []}', 'a tenant without a credential has no item');

set local role asinmart_owner;
select pg_temp.request('{"state": "loaded", "asked_at": "2025-03-19 13:00+00"}'), pg_temp.request('{"state": "requested", "asked_at": "2025-03-20 11:00+00"}'),
    pg_temp.request('{"state": "queued", "requested_at": "2025-03-20 10:00+00"}'), pg_temp.request('{"state": "loaded", "asked_at": "2025-03-19 11:00+00"}');
update app.spapi_credentials as c set paused_until_at = '2025-03-20 12:10+00' where c.region = 'na';
set local role asinmart_api;
select is(
    pg_temp.quota('used_count left_count next_refill_at last_refill_at queued_count requested_count oldest_open_at paused_until_at'),
    '[3, 17, "2025-03-20T13:00:00+00:00", "2025-03-21T11:00:00+00:00", 1, 1, "2025-03-20T10:00:00+00:00", "2025-03-20T12:10:00+00:00"]',
    'what was asked within a day and what is queued counts; the limit refills a day after each'
);
select is(pg_temp.quota('paused_until_at', 'na', '2025-03-20 12:10+00'), '[null]', 'a pause that is over is none');
select is(pg_temp.quota('used_count queued_count', 'na', pg_temp.now(), pg_temp.b()), '[0, 0]', 'of the tenant alone');

set local role asinmart_owner;
update ops.settings as s set value = '3' where s.name = 'sqp_reports_per_day';
set local role asinmart_api;
select is(pg_temp.quota('left_count'), '[0]', 'past the limit nothing is left');

set local role asinmart_owner;
update app.spapi_credentials as c set access_state = 'denied', access_error = 'No.' where c.region = 'na' and c.tenant_id = pg_temp.a();
set local role asinmart_api;
select is(
    pg_temp.quota('access_state access_error used_count left_count due_count'), '["denied", "No.", null, 0, 0]', 'a credential that is refused has nothing left'
);

-- What is due, and what waits for its next attempt, is told by the coverage of now.
set local role asinmart_owner;
update ops.settings as s set value = case s.name when 'sqp_reports_per_day' then '20' else '2' end where s.name in ('sqp_reports_per_day', 'sqp_wanted_months');
update app.spapi_credentials as c set access_state = 'granted';
select pg_temp.map('Acme', pg_temp.a(), variadic array(select 'B0TESTB' || lpad(n::text, 3, '0') from generate_series(1, 30) as n));
create temp table planned as select count(*) as report_count from ops.due_search_reports(now()) as d where d.tenant_id = pg_temp.a();
grant select on planned to asinmart_api;
set local role asinmart_api;
select cmp_ok((select p.report_count from planned as p), '>', 2::bigint, 'reports of several periods are due');
select is(
    (pg_temp.quota('due_count', 'na', now()) ->> 0)::bigint, (select p.report_count from planned as p), 'as many reports are due as would be planned'
);
select is(pg_temp.quota('due_count not_asked_count', 'eu', now()), '[0, 0]', 'nothing is due in another region');
select is(
    (pg_temp.quota('not_asked_count', 'na', now()) ->> 0)::bigint,
    (select count(*) from mart.brand_coverage as c where c.tenant_id = pg_temp.a() and c.state = 'not_asked'), 'what was not asked is counted by the coverage'
);
set local role asinmart_owner;
insert into sqp.report_requests (tenant_id, region, marketplace, period_type, start_date, end_date, asins, state, error, requested_at, next_attempt_at)
select pg_temp.a(), 'na', 'US', w.period_type, w.start_date, w.end_date, array[x.asin], 'failed', 'Amazon failed.', now(), date_trunc('day', now()) + x.wait
from (values ('B0TESTA001', interval '3 days'), ('B0TESTA002', interval '2 days')) as x (asin, wait)
cross join (
    select p.period_type, p.start_date, p.end_date from sqp.wanted_periods(now()) as p
    where p.period_type = 'WEEK' and p.available_at < now() order by p.start_date desc limit 1
) as w;
set local role asinmart_api;
select is(
    (pg_temp.quota('next_attempt_at', 'na', now()) ->> 0)::timestamptz,
    (
        select min(c.next_attempt_at) from mart.brand_coverage as c
        where c.tenant_id = pg_temp.a() and c.next_attempt_at > now()
    ), 'the next attempt is the earliest of them'
);
set local role asinmart_owner;
update app.spapi_credentials as c set is_active = false;
set local role asinmart_api;
select is(pg_temp.quota('is_active due_count', 'na', now()), '[false, 0]', 'a credential that is switched off asks for nothing');
set local role mart_reader;
select throws_ok('select api.search_report_quota(pg_temp.a())', '42501', null, 'another role cannot call it');

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
\ir ../../support/two_tenants.psql
\ir ../../support/search_reports.psql
set local role asinmart_owner;
select plan(6);

create temp view lefts as select l.tenant_id, l.region, l.asked_count, l.reports_left from ops.search_reports_left(pg_temp.now()) as l order by 1, 2;
select is_empty('select 1 from lefts', 'without a credential nothing is asked');
select pg_temp.store(), pg_temp.store(pg_temp.a(), 'eu'), pg_temp.store(pg_temp.b());
select results_eq('select l.reports_left from lefts as l', 'values (20::bigint), (20), (20)', 'each account has the limit of the settings');
select pg_temp.request('{"state": "loaded", "asked_at": "2025-03-19 12:00:01+00"}'), pg_temp.request('{"state": "failed", "asked_at": "2025-03-19 12:00+00"}'),
    pg_temp.request('{"state": "queued"}'), pg_temp.request('{"state": "access_denied"}');
select results_eq(
    'select l.tenant_id, l.region, l.asked_count, l.reports_left from lefts as l',
    $$values (pg_temp.a(), 'eu', 0::bigint, 20::bigint), (pg_temp.a(), 'na', 2, 18), (pg_temp.b(), 'na', 0, 20)$$,
    'what was asked in 24 hours and what waits to be asked counts, of this account alone'
);
update ops.settings as s set value = '1' where s.name = 'sqp_reports_per_day';
select is((select l.reports_left from lefts as l where l.tenant_id = pg_temp.a() and l.region = 'na'), 0::bigint, 'past the limit none is left');
update app.spapi_credentials as c set is_active = c.region <> 'eu', access_state = case when c.tenant_id = pg_temp.b() then 'denied' else 'granted' end;
select results_eq('select l.tenant_id, l.region from lefts as l', $$values (pg_temp.a(), 'na')$$, 'accounts that are switched off or refused ask for nothing');
update app.tenants as t set is_active = false where t.tenant_id = pg_temp.a();
select is_empty('select 1 from lefts', 'neither do tenants that are switched off');

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
\ir ../support/reports.psql
\ir ../support/two_tenants.psql
set local role asinmart_owner;
select plan(23);

-- Weeks before the present one, the newest that Amazon reports by now, and a month.
update ops.settings as s set value = case s.name when 'sqp_wanted_weeks' then '4' else '0' end where s.name in ('sqp_wanted_weeks', 'sqp_wanted_months');
create function pg_temp.week_ago(p_weeks integer)
returns date
language sql
stable
as $$select d.day - extract(dow from d.day)::integer - 7 * p_weeks from (select (now() at time zone 'UTC')::date as day) as d$$;
create function pg_temp.asked(p_weeks integer, p_state text, p_values jsonb default '{}')
returns void
language sql
volatile
as $$
    insert into sqp.report_requests (
        tenant_id, region, marketplace, period_type, start_date, end_date, asins, state, job_id, error, requested_at, asked_at, next_attempt_at
    )
    select
        coalesce(d.tenant_id, pg_temp.a()), 'na', 'US', 'WEEK', pg_temp.week_ago(p_weeks), pg_temp.week_ago(p_weeks) + 6, array['B0TESTA001'],
        p_state, d.job_id, d.error, coalesce(d.requested_at, now()), d.asked_at, d.next_attempt_at
    from jsonb_populate_record(null::sqp.report_requests, p_values) as d;
$$;
create function pg_temp.state(p_weeks integer, p_asin text default 'B0TESTA001', p_tenant_id uuid default pg_temp.a())
returns text
language sql
stable
as $$
    select string_agg(c.state, ', ') from sqp.coverage as c
    where c.tenant_id = p_tenant_id and c.asin = p_asin and c.start_date = pg_temp.week_ago(p_weeks) and c.period_type = 'WEEK'
$$;
create function pg_temp.reason(p_weeks integer, p_asin text default 'B0TESTA001')
returns text
language sql
stable
as $$
    select string_agg(c.reason, ', ') from sqp.coverage as c
    where c.tenant_id = pg_temp.a() and c.asin = p_asin and c.start_date = pg_temp.week_ago(p_weeks) and c.period_type = 'WEEK'
$$;

select pg_temp.map('Acme', pg_temp.a(), 'B0TESTA001', 'B0TESTA002', 'B0TESTA003');
select pg_temp.map('Other', pg_temp.a(), 'B0TESTA004');
select is_empty('select 1 from sqp.coverage', 'without credential and reports no period is wanted');

insert into app.spapi_credentials (tenant_id, region, client_id) values (pg_temp.a(), 'eu', 'c');
select is_empty('select 1 from sqp.coverage', 'a credential of another region changes nothing');
insert into app.spapi_credentials (tenant_id, region, client_id) values (pg_temp.a(), 'na', 'c');
select is((select count(*) from sqp.coverage), 16::bigint, 'each product of an active brand has each wanted period once');
select is(pg_temp.state(1), 'no_data_yet', 'a week that Amazon does not report yet has no data yet');
select is(pg_temp.state(2), case when pg_temp.week_ago(2) + 7 + 10 <= (now() at time zone 'UTC')::date then 'not_asked' else 'no_data_yet' end, 'until ten days after its end');
select is(pg_temp.state(3), 'not_asked', 'an older one was not asked');
select is(pg_temp.reason(3), 'The report is not asked yet: only some reports are asked a day.', 'and says so');

update core.brands as b set is_active = false where b.brand_name = 'Other';
update core.asin_brand_mapping as m set is_active = false where m.asin = 'B0TESTA003';
select is((select count(*) from sqp.coverage), 8::bigint, 'products that count for no brand, and brands that are switched off, have none');

select pg_temp.asked(4, 'queued', '{"asked_at": null}');
select is(pg_temp.state(4), 'requested', 'a request that waits is a request');
select pg_temp.asked(4, 'failed', jsonb_build_object('asked_at', now(), 'error', 'Amazon could not make the report.', 'next_attempt_at', '2026-01-02 03:00+00'));
select is(pg_temp.state(4), 'failed', 'the last request counts');
select is(pg_temp.reason(4), 'Amazon could not make the report. It is asked again from 2026-01-02 on.', 'a failure says when it is asked again');
select pg_temp.asked(4, 'no_data_yet', jsonb_build_object('asked_at', now(), 'next_attempt_at', '2126-01-02 03:00+00'));
select results_eq(
    $$select c.state, c.attempts, c.next_attempt_at from sqp.coverage as c where c.asin = 'B0TESTA001' and c.start_date = pg_temp.week_ago(4)$$,
    $$values ('no_data_yet', 2, '2126-01-02 03:00+00'::timestamptz)$$, 'a report that Amazon cancelled is no data yet; only what Amazon was asked is counted'
);
select is(pg_temp.state(4, 'B0TESTA002'), 'not_asked', 'a product that the request does not name was not asked');
select pg_temp.land_reports('r1', pg_temp.week(pg_temp.week_ago(4), pg_temp.report_line('B0TESTA001', 'mug')), 'tenant a');
select pg_temp.asked(4, 'loaded', '{"job_id": "r1"}');
select is(pg_temp.reason(4), 'The report has come and waits for promotion.', 'a report that has landed is still under way');

update app.spapi_credentials as c set access_state = 'denied', access_error = 'It answered 403.' where c.region = 'na';
select is(pg_temp.state(4), 'access_denied', 'where Amazon refuses access, nothing else matters');
select is(pg_temp.reason(3, 'B0TESTA002'), 'Amazon refuses access: It answered 403.', 'for all products');
select ops.promote_run('r1');
select is(pg_temp.state(4), 'reported', 'but what has come has come');
select is(pg_temp.reason(4), 'The report lists 1 search queries of the product.', 'with its queries');

select pg_temp.load_reports('r2', pg_temp.report(jsonb_build_object('start', pg_temp.week_ago(4), 'asins', 'B0TESTA001 B0TESTA002'), pg_temp.report_line('B0TESTA001', 'mug')), 'tenant a');
select is(pg_temp.state(4, 'B0TESTA002'), 'not_listed', 'a product that the report names without a query is not listed');
select pg_temp.load_reports('r3', pg_temp.week('2024-01-07', pg_temp.report_line('B0TESTA001', 'mug')), 'tenant a');
select results_eq(
    $$select c.asin, c.state from sqp.coverage as c where c.start_date = '2024-01-07' order by 1$$,
    $$values ('B0TESTA001', 'reported'), ('B0TESTA002', 'access_denied')$$, 'an old period that one product of the brand has is wanted of all'
);
delete from app.spapi_credentials;
select results_eq(
    $$select c.asin, c.reason from sqp.coverage as c where c.start_date = '2024-01-07' and c.state = 'not_asked'$$,
    $$values ('B0TESTA002', 'No credential of the Selling Partner API is stored for this marketplace.')$$, 'reports alone make periods wanted too'
);

select pg_temp.map('Acme', pg_temp.b(), 'B0TESTA001');
select pg_temp.asked(3, 'failed', jsonb_build_object('error', 'x', 'tenant_id', pg_temp.a()));
insert into app.spapi_credentials (tenant_id, region, client_id) values (pg_temp.b(), 'na', 'c');
select is(pg_temp.state(3, p_tenant_id => pg_temp.b()), 'not_asked', 'another tenant''s requests do not count');
select pg_temp.asked(3, 'queued', jsonb_build_object('asked_at', now(), 'tenant_id', pg_temp.b()));
select results_eq(
    $$select c.state, c.attempts from sqp.coverage as c where c.tenant_id = pg_temp.a() and c.asin = 'B0TESTA001' and c.start_date = pg_temp.week_ago(3)$$,
    $$values ('failed', 0)$$, 'nor do they hide its own'
);

select * from finish();
rollback;

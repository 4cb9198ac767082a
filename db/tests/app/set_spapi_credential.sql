begin;
set local search_path to extensions, public;
\ir ../support/two_tenants.psql
select plan(17);

create function pg_temp.store(p_region text default 'na', p_secret text default 'amzn1.oa2-cs.v1.s', p_tenant_id uuid default pg_temp.a())
returns void
language sql
volatile
as $$select app.set_spapi_credential(p_tenant_id, p_region, 'amzn1.application-oa2-client.c', p_secret, 'Atzr|r', '2025-03-10 10:00+00')$$;

set local role asinmart_admin;
select lives_ok('select pg_temp.store()', 'an admin stores a credential');
select results_eq(
    $$select c.tenant_id, c.region, c.client_id, c.is_active, c.access_state, c.stored_at from app.spapi_credentials as c$$,
    $$values (pg_temp.a(), 'na', 'amzn1.application-oa2-client.c', true, 'unknown', '2025-03-10 10:00+00'::timestamptz)$$, 'and sees that it is there'
);
select throws_ok('select 1 from app.spapi_secrets', '42501', null, 'an admin cannot read its secrets');
select throws_ok($$update app.spapi_secrets set client_secret = 'x'$$, '42501', null, 'nor write them past the function');
select throws_ok(
    $$select s.* from ops.start_search_report(pg_temp.a(), 1, 'here') as s$$, '42501', null, 'nor claim a request to get them'
);
select throws_ok($$select pg_temp.store('us')$$, 'AM422', 'the Selling Partner API has no region ''us''', 'an unknown region is refused');
select throws_ok($$select pg_temp.store(null)$$, 'AM422', null, 'a missing one too');
select throws_ok(
    $$select pg_temp.store(p_secret => 'a b')$$, 'AM422', 'a credential has a client id, a client secret and a refresh token without blanks',
    'the message does not repeat a secret'
);
select throws_ok($$select pg_temp.store(p_secret => '')$$, 'AM422', null, 'an empty secret is refused');
select throws_ok($$select pg_temp.store(p_secret => null)$$, 'AM422', null, 'a missing one too');
select throws_ok($$select pg_temp.store(p_tenant_id => gen_random_uuid())$$, 'AM404', null, 'an unknown tenant is refused');

set local role asinmart_owner;
select is((select s.client_secret || ' ' || s.refresh_token from app.spapi_secrets as s), 'amzn1.oa2-cs.v1.s Atzr|r', 'the secrets are stored apart');
update app.spapi_credentials as c set access_state = 'denied', access_error = 'x', is_active = false, paused_until_at = now();
insert into sqp.report_requests (tenant_id, region, marketplace, period_type, start_date, end_date, asins, state, requested_at, asked_at, finished_at)
select pg_temp.a(), r.region, 'US', 'WEEK', '2025-03-02', '2025-03-08', array['B0TESTA001'], r.state, now(), r.asked_at::timestamptz, now()
from (
    values
        ('na', 'access_denied', '2025-03-01 00:00+00'), ('na', 'access_denied', '2024-11-01 00:00+00'), ('na', 'access_denied', null),
        ('eu', 'access_denied', '2025-03-01 00:00+00'), ('na', 'failed', '2025-03-01 00:00+00')
) as r (region, state, asked_at);
set local role asinmart_admin;
select pg_temp.store(p_secret => 'new');
set local role asinmart_owner;
select is((select s.client_secret from app.spapi_secrets as s), 'new', 'storing it again replaces it');
select results_eq(
    'select c.is_active, c.access_state, c.access_error, c.paused_until_at from app.spapi_credentials as c',
    $$values (true, 'unknown', null::text, null::timestamptz)$$, 'and what Amazon said of the old one is forgotten'
);
select results_eq(
    'select r.region, r.state, r.finished_at is null from sqp.report_requests as r order by r.id',
    $$values ('na', 'requested', true), ('na', 'access_denied', false), ('na', 'access_denied', false), ('eu', 'access_denied', false), ('na', 'failed', false)$$,
    'reports that Amazon was asked for, and still keeps, are taken up again'
);
select pg_temp.store('eu', 'other');
select is((select string_agg(s.region || ' ' || s.client_secret, ', ' order by s.region) from app.spapi_secrets as s), 'eu other, na new', 'each region has its own');
delete from app.tenants as t where t.tenant_id = pg_temp.a();
select is_empty('select 1 from app.spapi_secrets', 'they go with their tenant');

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
select plan(14);

insert into app.tenants (tenant_id, name) values
    ('00000000-0000-0000-0000-00000000000a', 'tenant a'), ('00000000-0000-0000-0000-00000000000b', 'tenant b');
create temp table claims (no integer, claim uuid);
grant select, insert on claims to public;
create function pg_temp.claim(p_now text, p_request text default 'x', p_tenant text default 'a', p_route text default 'POST /v1/x', p_key text default 'k')
returns table (outcome text, claim uuid, status smallint, headers text, body bytea)
language sql
as $$
    select c.*
    from api.claim_idempotency_key(
        ('00000000-0000-0000-0000-00000000000' || p_tenant)::uuid, p_route, p_key, sha256(p_request::bytea), '1 minute', '1 day',
        ('2025-03-10 ' || p_now || '+00')::timestamptz
    ) as c;
$$;
set local role asinmart_api;
insert into claims select 1, c.claim from pg_temp.claim('12:00') as c;
select isnt(c.claim, null, 'the first request claims the key') from claims as c where c.no = 1;
select is(c.outcome, 'running', 'a concurrent request gets running') from pg_temp.claim('12:00:59') as c;
select is(c.outcome, 'reused', 'another request with the key is a mistake') from pg_temp.claim('12:00:59', 'y') as c;
select is(c.outcome, 'claimed', 'another key is another request') from pg_temp.claim('12:00', p_key => 'l') as c;
select is(c.outcome, 'claimed', 'the key on another route is another request') from pg_temp.claim('12:00', p_route => 'POST /v1/y') as c;
select is(c.outcome, 'claimed', 'the key of another tenant is another request') from pg_temp.claim('12:00', p_tenant => 'b') as c;
insert into claims select 2, c.claim from pg_temp.claim('12:01') as c;
select isnt(c.claim, null, 'a claim that is not settled in time is taken over') from claims as c where c.no = 2;
select throws_ok(
    $$
        select api.settle_idempotency_key('00000000-0000-0000-0000-00000000000a', 'POST /v1/x', 'k', c.claim, 201, '[]', 'lost')
        from claims as c where c.no = 1
    $$,
    'AM409', null, 'the lost claim cannot be settled'
);
select lives_ok(
    $$
        select api.settle_idempotency_key('00000000-0000-0000-0000-00000000000a', 'POST /v1/x', 'k', c.claim, 201, '[]', 'done')
        from claims as c where c.no = 2
    $$,
    'the new claim can be settled'
);
select results_eq(
    $$select c.outcome, c.claim, c.status, c.headers, c.body from pg_temp.claim('12:02') as c$$,
    $$values ('settled', null::uuid, 201::smallint, '[]', 'done'::bytea)$$, 'later calls get the stored response'
);
select is(c.outcome, 'reused', 'another request with the key still gets reused') from pg_temp.claim('12:02', 'y') as c;
select is(c.outcome, 'settled', 'the response is kept until its expiry') from pg_temp.claim('23:59') as c;
select is(c.outcome, 'claimed', 'after that the key can be claimed again')
from api.claim_idempotency_key(
    '00000000-0000-0000-0000-00000000000a', 'POST /v1/x', 'k', sha256('z'), '1 minute', '1 day', '2025-03-11 12:01+00'
) as c;
set local role mart_reader;
select throws_ok($$select api.claim_idempotency_key(null, '', '', '', '1 s', '1 s')$$, '42501', null, 'another role cannot claim');

select * from finish();
rollback;

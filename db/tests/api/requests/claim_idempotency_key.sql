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
select isnt(c.claim, null, 'who comes first may act') from claims as c where c.no = 1;
select is(c.outcome, 'running', 'who comes meanwhile is told so') from pg_temp.claim('12:00:59') as c;
select is(c.outcome, 'reused', 'another request with the key is a mistake') from pg_temp.claim('12:00:59', 'y') as c;
select is(c.outcome, 'claimed', 'another key is another request') from pg_temp.claim('12:00', p_key => 'l') as c;
select is(c.outcome, 'claimed', 'so is the key on another route') from pg_temp.claim('12:00', p_route => 'POST /v1/y') as c;
select is(c.outcome, 'claimed', 'and of another tenant') from pg_temp.claim('12:00', p_tenant => 'b') as c;
insert into claims select 2, c.claim from pg_temp.claim('12:01') as c;
select isnt(c.claim, null, 'a claim that is not settled in time is taken over') from claims as c where c.no = 2;
select throws_ok(
    $$
        select api.settle_idempotency_key('00000000-0000-0000-0000-00000000000a', 'POST /v1/x', 'k', c.claim, 201, '[]', 'lost')
        from claims as c where c.no = 1
    $$,
    'AM409', null, 'and who had it may not settle any more'
);
select lives_ok(
    $$
        select api.settle_idempotency_key('00000000-0000-0000-0000-00000000000a', 'POST /v1/x', 'k', c.claim, 201, '[]', 'done')
        from claims as c where c.no = 2
    $$,
    'who took it over may'
);
select results_eq(
    $$select c.outcome, c.claim, c.status, c.headers, c.body from pg_temp.claim('12:02') as c$$,
    $$values ('settled', null::uuid, 201::smallint, '[]', 'done'::bytea)$$, 'from then on everybody is given the answer'
);
select is(c.outcome, 'reused', 'but for another request') from pg_temp.claim('12:02', 'y') as c;
select is(c.outcome, 'settled', 'to the end of the time it is kept') from pg_temp.claim('23:59') as c;
select is(c.outcome, 'claimed', 'and then the key is free')
from api.claim_idempotency_key(
    '00000000-0000-0000-0000-00000000000a', 'POST /v1/x', 'k', sha256('z'), '1 minute', '1 day', '2025-03-11 12:01+00'
) as c;
set local role mart_reader;
select throws_ok($$select api.claim_idempotency_key(null, '', '', '', '1 s', '1 s')$$, '42501', null, 'nobody but the API claims');

select * from finish();
rollback;

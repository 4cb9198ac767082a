begin;
set local search_path to extensions, public;
select plan(5);

insert into app.tenants (tenant_id, name) values
    ('00000000-0000-0000-0000-00000000000a', 'tenant a'), ('00000000-0000-0000-0000-00000000000b', 'tenant b');
create temp table claims as
select c.claim from api.claim_idempotency_key('00000000-0000-0000-0000-00000000000a', 'POST /v1/x', 'k', sha256(''), '1 minute', '1 day') as c;
grant select on claims to public;
create function pg_temp.settle(p_tenant text default 'a', p_claim uuid default null)
returns void
language sql
as $$
    select api.settle_idempotency_key(
        ('00000000-0000-0000-0000-00000000000' || p_tenant)::uuid, 'POST /v1/x', 'k', coalesce(p_claim, c.claim), 200, '[]', 'done'
    )
    from claims as c;
$$;
set local role asinmart_api;
select throws_ok('select pg_temp.settle(p_claim => gen_random_uuid())', 'AM409', null, 'another claim cannot be settled');
select throws_ok($$select pg_temp.settle('b')$$, 'AM409', null, 'another tenant''s claim cannot be settled');
select lives_ok('select pg_temp.settle()', 'the own claim can be settled');
select throws_ok('select pg_temp.settle()', 'AM409', null, 'a claim can be settled only once');
set local role mart_reader;
select throws_ok($$select api.settle_idempotency_key(null, '', '', null, 200, '', '')$$, '42501', null, 'another role cannot settle');

select * from finish();
rollback;

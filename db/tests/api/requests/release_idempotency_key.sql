begin;
set local search_path to extensions, public;
select plan(5);

insert into app.tenants (tenant_id, name) values
    ('00000000-0000-0000-0000-00000000000a', 'tenant a'), ('00000000-0000-0000-0000-00000000000b', 'tenant b');
create temp table claims as
select c.claim from api.claim_idempotency_key('00000000-0000-0000-0000-00000000000a', 'POST /v1/x', 'k', sha256(''), '1 minute', '1 day') as c;
grant select on claims to public;
set local role asinmart_api;
select api.release_idempotency_key('00000000-0000-0000-0000-00000000000a', 'POST /v1/x', 'k', gen_random_uuid());
select api.release_idempotency_key('00000000-0000-0000-0000-00000000000b', 'POST /v1/x', 'k', c.claim) from claims as c;
select api.act_as('00000000-0000-0000-0000-00000000000a');
select isnt_empty('select 1 from app.idempotency_keys', 'only the holder of a claim can release it');
select api.release_idempotency_key('00000000-0000-0000-0000-00000000000a', 'POST /v1/x', 'k', c.claim) from claims as c;
select is_empty('select 1 from app.idempotency_keys', 'a released key is as new');
create temp table again as
select c.outcome, c.claim from api.claim_idempotency_key('00000000-0000-0000-0000-00000000000a', 'POST /v1/x', 'k', sha256(''), '1 minute', '1 day') as c;
select is(a.outcome, 'claimed', 'the next request can claim the key') from again as a;
select api.settle_idempotency_key('00000000-0000-0000-0000-00000000000a', 'POST /v1/x', 'k', a.claim, 200, '[]', 'done') from again as a;
select api.release_idempotency_key('00000000-0000-0000-0000-00000000000a', 'POST /v1/x', 'k', a.claim) from again as a;
select isnt_empty('select 1 from app.idempotency_keys', 'a settled request is kept');
set local role mart_reader;
select throws_ok($$select api.release_idempotency_key(null, '', '', null)$$, '42501', null, 'another role cannot release');

select * from finish();
rollback;

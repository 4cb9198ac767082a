begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(9);

delete from ops.instance;
select ops.claim_instance('one', '2025-03-10');
select results_eq(
    'select i.instance_id, i.database_oid, i.system_identifier, i.timeline, i.claimed_at from ops.instance as i',
    $$select 'one', s.database_oid, s.system_identifier, s.timeline, '2025-03-10'::timestamptz from ops.server_identity() as s$$,
    'an installation claims the database with its current identifiers'
);
select ops.claim_instance('two');
select results_eq('select i.instance_id from ops.instance as i', $$values ('two')$$, 'the last claim counts');
create temp table versions as select api.data_version() as version;
select ops.claim_instance('two');
select is(api.data_version(), (select v.version from versions as v), 'a claim of the same database leaves the caches alone');
update ops.instance set timeline = 'another';
select ops.claim_instance('two');
select cmp_ok(api.data_version(), '>', (select v.version from versions as v), 'after a failover it clears them');
update ops.instance set system_identifier = null;
update versions set version = api.data_version();
select ops.claim_instance('two');
select cmp_ok(api.data_version(), '>', (select v.version from versions as v), 'and on another server');
select throws_ok($$select ops.claim_instance('')$$, 'AM422', null, 'an empty name is refused');
select throws_ok('select ops.claim_instance(null)', 'AM422', null, 'a null name is refused');
set local role asinmart_admin;
select lives_ok($$select ops.claim_instance('three')$$, 'an admin can claim');
set local role asinmart_worker;
select throws_ok($$select ops.claim_instance('mine')$$, '42501', null, 'a worker cannot claim, otherwise every copy would send');

select * from finish();
rollback;

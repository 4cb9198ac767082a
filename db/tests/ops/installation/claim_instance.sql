begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(6);

delete from ops.instance;
select ops.claim_instance('one', '2025-03-10');
select results_eq(
    'select i.instance_id, i.database_oid, i.system_identifier, i.timeline, i.claimed_at from ops.instance as i',
    $$select 'one', s.database_oid, s.system_identifier, s.timeline, '2025-03-10'::timestamptz from ops.server_identity() as s$$,
    'an installation claims the database as it is now'
);
select ops.claim_instance('two');
select results_eq('select i.instance_id from ops.instance as i', $$values ('two')$$, 'the last one has it');
select throws_ok($$select ops.claim_instance('')$$, 'AM422', null, 'nobody has no name');
select throws_ok('select ops.claim_instance(null)', 'AM422', null, 'nor null');
set local role asinmart_admin;
select lives_ok($$select ops.claim_instance('three')$$, 'an admin may claim');
set local role asinmart_worker;
select throws_ok($$select ops.claim_instance('mine')$$, '42501', null, 'a worker may not, or every copy would');

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(8);

delete from ops.instance;
select is(ops.instance_fault('here'), 'this database belongs to no installation', 'nobody sends from a database that nobody claimed');
select ops.claim_instance('here');
select is(ops.instance_fault('here'), null, 'who claimed it does');
select is(ops.instance_fault('there'), 'this database belongs to installation here, not to there', 'others do not');
select is(ops.instance_fault(null), 'this database belongs to installation here, not to one without a name', 'nor one without a name');
update ops.instance set system_identifier = '1';
select matches(ops.instance_fault('here'), '^this database is a copy on another server: system 1 was claimed', 'another server is told by its identifier');
update ops.instance set system_identifier = null, timeline = '000000FF';
select matches(ops.instance_fault('here'), '^this database was restored, or its server failed over: timeline 000000FF', 'a physical restore by its timeline; what cannot be read is not compared');
update ops.instance set timeline = null, database_oid = 1;
select matches(ops.instance_fault('here'), '^this database is a copy: database 1 was claimed', 'a logical one by its oid');
select ops.claim_instance('here');
select is(ops.instance_fault('here'), null, 'until it is claimed anew');

select * from finish();
rollback;

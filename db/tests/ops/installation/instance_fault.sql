begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(8);

delete from ops.instance;
select is(ops.instance_fault('here'), 'this database belongs to no installation', 'an unclaimed database sends nothing');
select ops.claim_instance('here');
select is(ops.instance_fault('here'), null, 'the installation that claimed it can send');
select is(ops.instance_fault('there'), 'this database belongs to installation here, not to there', 'another installation cannot');
select is(ops.instance_fault(null), 'this database belongs to installation here, not to one without a name', 'an installation without a name cannot');
update ops.instance set system_identifier = '1';
select matches(ops.instance_fault('here'), '^this database is a copy on another server: system 1 was claimed', 'another server is detected by its identifier');
update ops.instance set system_identifier = null, timeline = '000000FF';
select matches(ops.instance_fault('here'), '^this database was restored, or its server failed over: timeline 000000FF', 'a physical restore is detected by its timeline; unreadable identifiers are not compared');
update ops.instance set timeline = null, database_oid = 1;
select matches(ops.instance_fault('here'), '^this database is a copy: database 1 was claimed', 'a logical restore is detected by its oid');
select ops.claim_instance('here');
select is(ops.instance_fault('here'), null, 'a new claim allows sending again');

select * from finish();
rollback;

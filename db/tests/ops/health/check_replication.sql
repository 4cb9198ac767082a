-- Standbys, slots and a promoted standby: tests/replica.
begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(2);

select results_eq(
    'select c.check_name, c.status, c.detail, c.advice from ops.check_replication(now()) as c',
    $$values ('replication', 'ok', 'no standby and no replication slot', null::text)$$, 'a server of its own is ok'
);
set local role asinmart_api;
select throws_ok('select ops.check_replication(now())', '42501', null, 'it is a part of ops.doctor');

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(3);

update ops.partition_policies set retain = null;
select ops.ensure_partition('core.alerts', d.day) from (values (date '2021-02-01'), ('2021-03-01')) as d (day);
select is_empty('select ops.retention_due(now())', 'a table without retention has nothing due');
update ops.partition_policies set retain = '3 years' where parent = 'core.alerts';
select results_eq(
    $$select d.relation_oid::regclass::text, d.from_at, d.action from ops.retention_due('2024-03-01 00:00+00') as d$$,
    $$values ('partitions.alerts_2021_02', timestamptz '2021-02-01 00:00+00', 'detach')$$, 'a partition is due at the instant when all of it is too old'
);
select is_empty($$select ops.retention_due('2024-02-29 23:59:59+00')$$, 'not a second before');

select * from finish();
rollback;

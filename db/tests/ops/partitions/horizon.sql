begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(3);

select is(ops.horizon('core.alerts'), '-infinity', 'while nothing was taken away all days are kept');
update ops.partition_policies set horizon = '2025-03-01' where parent = 'core.alerts';
select is(ops.horizon('core.alerts'), '2025-03-01', 'then those from the horizon on');
select is(ops.horizon('core.products'), '-infinity', 'a table that is not partitioned keeps all');

select * from finish();
rollback;

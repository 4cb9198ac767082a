begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(3);

select is(ops.horizon('core.alerts'), '-infinity', 'without retention all days are kept');
update ops.partition_policies set horizon = '2025-03-01' where parent = 'core.alerts';
select is(ops.horizon('core.alerts'), '2025-03-01', 'after retention the days from the horizon on are kept');
select is(ops.horizon('core.products'), '-infinity', 'a table without partitions keeps all days');

select * from finish();
rollback;

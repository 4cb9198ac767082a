begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(5);

select ops.ensure_partition('core.alerts', '2021-02-01');
select is_empty('select ops.retention_detached(now())', 'an attached partition is not listed');
select ops.start_detach('core.alerts', 'partitions.alerts_2021_02', '2025-01-01 00:00+00');
select results_eq(
    $$select d.partition_name, d.action from ops.retention_detached('2025-01-07 23:59+00') as d$$, $$values ('partitions.alerts_2021_02', 'wait')$$,
    'a detached partition waits'
);
select results_eq($$select d.action from ops.retention_detached('2025-01-08 00:00+00') as d$$, $$values ('drop')$$, 'until drop_after has passed');
update ops.retention_log set cause = 'operator';
select is_empty($$select ops.retention_detached('2025-01-08 00:00+00')$$, 'a partition that an operator detached is not dropped');
update ops.retention_log set cause = 'retention';
update ops.partition_policies set is_active = false;
select is_empty($$select ops.retention_detached('2025-01-08 00:00+00')$$, 'an inactive policy drops nothing');

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(14);

create temp view plan as
select s.parent, s.partition_name, s.action, s.reason, s.command from ops.retention_plan('2025-06-15 12:00+00') as s;
update ops.partition_policies set retain = null;
select is_empty('table plan', 'without a retention nothing is due');
select ops.ensure_partition('core.alerts', d.day) from (values (date '2025-02-01'), ('2025-03-01'), ('2025-04-01')) as d (day);
insert into core.alerts (rule_id, asin, marketplace, kind, date, title, message) values (1, 'B0TESTA001', 'US', 'PRICE_SPIKE', '2025-02-03', 't', 'm');
update ops.partition_policies set retain = '3 months 14 days' where parent = 'core.alerts';
select results_eq(
    'table plan',
    $$values ('core.alerts', 'partitions.alerts_2025_02', 'detach', 'all its rows are older than retain', 'alter table core.alerts detach partition partitions.alerts_2025_02 concurrently')$$,
    'a partition is due when its upper bound is past the retention'
);
update ops.partition_policies set retain = '1 month' where parent = 'core.alerts';
select results_eq(
    'select p.partition_name, p.action, p.reason, p.command from plan as p',
    $$values
        ('partitions.alerts_2025_02', 'detach', 'all its rows are older than retain', 'alter table core.alerts detach partition partitions.alerts_2025_02 concurrently'),
        ('partitions.alerts_2025_03', 'wait', 'partitions.alerts_2025_02 goes first', null),
        ('partitions.alerts_2025_04', 'wait', 'partitions.alerts_2025_02 goes first', null)
    $$,
    'the oldest comes first, one at a time'
);
analyze partitions.alerts_2025_02;
select results_eq(
    $$select s.from_at, s.to_at, s.row_estimate, s.total_bytes > 8192 from ops.retention_plan('2025-06-15 12:00+00') as s where s.action = 'detach'$$,
    $$values (timestamptz '2025-02-01 00:00+00', timestamptz '2025-03-01 00:00+00', 1::bigint, true)$$,
    'a row has bounds, rows and bytes'
);
-- A misleading name: it says 2031, the bound says January.
alter table core.alerts detach partition partitions.alerts_2025_04;
drop table partitions.alerts_2025_04;
create table partitions.alerts_2031_01 (like core.alerts including defaults including constraints including indexes);
alter table core.alerts attach partition partitions.alerts_2031_01 for values from ('2025-01-01') to ('2025-02-01');
select results_eq(
    $$select p.partition_name from plan as p where p.action = 'detach'$$, $$values ('partitions.alerts_2031_01')$$,
    'the bound of a partition counts, not its name'
);
create table partitions.alerts_2019_01 (like core.alerts including defaults including constraints including indexes);
alter table core.alerts attach partition partitions.alerts_2019_01 for values from ('2031-01-01') to ('2031-02-01');
select is_empty($$select 1 from plan as p where p.partition_name = 'partitions.alerts_2019_01'$$, 'a partition with an old name only stays');

select ops.note_retention_step('core.alerts', 'partitions.alerts_2031_01', 'retention', null, '2025-06-15 11:58+00');
select results_eq(
    $$select p.action, p.reason from plan as p where p.partition_name = 'partitions.alerts_2031_01'$$,
    $$values ('wait', format('handed to pg_cron at %s', timestamptz '2025-06-15 11:58+00'))$$, 'a recently begun step is not repeated'
);
select results_eq(
    $$select s.action from ops.retention_plan('2025-06-15 12:02+00') as s where s.partition_name = 'partitions.alerts_2031_01'$$,
    $$values ('detach')$$, 'it is tried again when it did not finish'
);
select ops.note_retention_step('core.alerts', 'partitions.alerts_2031_01', 'retention', 'no lock', '2025-06-15 11:58+00');
select matches((select p.reason from plan as p where p.partition_name = 'partitions.alerts_2031_01'), ': no lock$', 'with the error of the last attempt');
alter table core.alerts detach partition partitions.alerts_2031_01;
select ops.reconcile_detached('2025-06-15 11:59+00');
select results_eq(
    $$select p.action, p.reason from plan as p where p.partition_name = 'partitions.alerts_2031_01'$$,
    $$values ('wait', format('detached, will be dropped after %s; to undo: select ops.reattach_partition(''partitions.alerts_2031_01'')', timestamptz '2025-06-22 11:59+00'))$$,
    'a detached partition is kept for drop_after'
);
select results_eq(
    $$select s.action, s.command from ops.retention_plan('2025-06-22 12:00+00') as s where s.partition_name = 'partitions.alerts_2031_01'$$,
    $$values ('drop', 'drop table partitions.alerts_2031_01')$$, 'it is then dropped'
);
update ops.partition_policies set retain = '1 year' where parent = 'core.product_metrics_daily';
select ops.ensure_partition('core.product_metrics_daily', '2021-01-01');
select results_eq(
    $$select p.action, p.reason ~ 'keep core.product_metrics_daily for ever' from plan as p where p.partition_name = 'partitions.product_metrics_daily_2021_01'$$,
    $$values ('refuse', true)$$, 'a retention that would break a window is refused'
);
update ops.partition_policies set is_active = false;
select is_empty('table plan', 'an inactive policy detaches nothing');
set local role asinmart_admin;
select lives_ok('select ops.retention_plan()', 'an admin can read the plan');

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(3);

select is(ops.first_open_day(), '-infinity', 'without retention every day may change');
update ops.partition_policies set horizon = '2025-03-01' where parent = 'core.product_snapshots';
select is(
    ops.first_open_day(), '2025-03-02', 'the first local day with all its snapshots is the day after the horizon'
);
update ops.partition_policies set horizon = '2025-06-01' where parent = 'core.product_metrics_daily';
select is(ops.first_open_day(), '2025-06-01', 'a day without its daily rows may not change');

select * from finish();
rollback;

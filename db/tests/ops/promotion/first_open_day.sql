begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(3);

select is(ops.first_open_day(), '-infinity', 'while nothing was taken away every day may change');
update ops.partition_policies set horizon = '2025-03-01' where parent = 'core.product_snapshots';
select is(
    ops.first_open_day(), '2025-03-02', 'the first local day that lies wholly in what is kept of the snapshots is the day after'
);
update ops.partition_policies set horizon = '2025-06-01' where parent = 'core.product_metrics_daily';
select is(ops.first_open_day(), '2025-06-01', 'and no day that has lost its daily rows');

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
select plan(3);

select is(ops.bound_suffix('core.product_metrics_daily'), '', 'a bound of days needs no suffix');
select is(ops.bound_suffix('core.product_snapshots'), ' 00:00:00+00', 'a bound of instants is midnight UTC');
select is_empty(
    'select p.parent from ops.partition_policies as p where ops.bound_suffix(p.parent) is null',
    'every table with a policy is partitioned'
);

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(4);

select ops.ensure_partitions();
select results_eq(
    'select c.status, c.detail from ops.check_partitions(now()) as c', $$values ('ok', 'every partitioned table is ready for 45 days')$$, 'all is ready'
);
select results_eq(
    $$select c.status, c.detail ~ 'core.alerts, core.product_metrics_daily' from ops.check_partitions(now() + interval '3 years') as c$$,
    $$values ('warning', true)$$,
    'missing partitions are a warning that names the tables'
);
delete from ops.partition_policies where parent <> 'core.alerts';
update ops.partition_policies set months_ahead = 1;
select is((select c.status from ops.check_partitions(now() + interval '3 years') as c), 'ok', 'a table that wants few months ahead is not asked for more');
delete from ops.partition_policies;
select is((select count(*) from ops.check_partitions(now())), 1::bigint, 'there is always one line');

select * from finish();
rollback;

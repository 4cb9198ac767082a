begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(12);

create temp view checks as select c.check_name, c.status, c.detail from ops.check_partitions(now()) as c;
update ops.partition_policies set retain = null;
select ops.ensure_partitions();
select results_eq(
    'table checks',
    $$values
        ('partitions ahead', 'ok', 'every partitioned table has partitions for half its premake'),
        ('default partitions', 'ok', 'none has rows'), ('partitions half detached', 'ok', 'none'), ('retention', 'ok', 'no partition is past its retention')
    $$,
    'complete partitions are ok'
);
create table partitions.api_usage_logs_default partition of app.api_usage_logs default;
select is((select c.status from checks as c where c.check_name = 'default partitions'), 'ok', 'an empty default partition is ok');
insert into app.api_usage_logs (tenant_id, called_at, endpoint, status, latency_ms, byte_count, is_cache_hit)
select t.tenant_id, '2100-01-01', '/v1/x', 200, 1, 0, false from app.tenants as t limit 1;
select results_eq(
    $$select c.status, c.detail from checks as c where c.check_name = 'default partitions'$$,
    $$values ('warning', 'partitions.api_usage_logs_default')$$, 'rows in it are reported'
);
drop table partitions.api_usage_logs_default;
select results_eq(
    $$select c.status, c.detail from ops.check_partitions(now() + interval '5 days') as c where c.check_name = 'partitions ahead'$$,
    $$values ('warning', 'not created far enough ahead: app.api_usage_logs')$$, 'partitions by day can run short within days'
);
select results_eq(
    $$select c.status, c.detail ~ 'core.alerts, core.product_metrics_daily' from ops.check_partitions(now() + interval '3 years') as c where c.check_name = 'partitions ahead'$$,
    $$values ('warning', true)$$, 'missing partitions are a warning with the tables'
);
update ops.partition_policies set premake = '0' where parent = 'core.alerts';
select results_eq(
    $$select c.detail ~ 'core.alerts' from ops.check_partitions(now() + interval '2 months') as c where c.check_name = 'partitions ahead'$$, 'values (false)',
    'a table without premake needs only the current partition'
);
update ops.partition_policies set retain = '1 year' where parent = 'core.product_metrics_daily';
select matches(
    (select c.detail from checks as c where c.check_name = 'retention'),
    '^core.product_metrics_daily: mart.competitor_comparison_daily is kept for ever and needs', 'a conflict of policies is reported at once'
);
update ops.partition_policies set retain = '1 year' where parent = 'core.alerts';
update ops.partition_policies set retain = null where parent <> 'core.alerts';
select ops.ensure_partition('core.alerts', (now() - interval '14 months')::date);
select matches(
    (select c.detail from checks as c where c.check_name = 'retention'),
    '^partitions.alerts_\d{4}_\d\d is past its retention: all its rows are older than retain$', 'an expired partition is reported'
);
select is((select c.status from checks as c where c.check_name = 'retention'), 'warning', 'it is a warning');
update ops.partition_policies set is_active = false;
select is_empty($$select 1 from checks as c where c.status <> 'ok'$$, 'an inactive policy is not checked');
delete from ops.partition_policies;
select is((select count(*) from checks), 4::bigint, 'the check has always four rows');
select is((select count(*) from ops.doctor() as d where d.check_name = 'retention'), 1::bigint, 'the doctor shows them');

select * from finish();
rollback;

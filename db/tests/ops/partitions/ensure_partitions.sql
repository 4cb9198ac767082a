begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(9);

select results_eq(
    $$select s.row_count, s.has_more from ops.ensure_partitions('2090-11-15 12:00+00') as s$$,
    $$select sum(case p.partition_by when 'month' then 5 else 9 end), false from ops.partition_policies as p$$,
    'last month, this month and three months ahead are created for monthly tables; yesterday, today and seven days ahead for daily ones'
);
select results_eq(
    $$select c.relname::text collate "default" from pg_class as c where c.relname ~ '^product_days_(209|2100)' and c.relkind = 'r' order by c.relname$$,
    $$values
        ('product_days_2090_10'), ('product_days_2090_11'), ('product_days_2090_12'),
        ('product_days_2091_01'), ('product_days_2091_02')
    $$,
    'also over the turn of the year'
);
select results_eq(
    $$select b.partition_name, b.from_at from ops.partition_bounds('app.api_usage_logs') as b where b.from_at >= '2090-01-01' limit 2$$,
    $$values ('partitions.api_usage_logs_2090_11_14', timestamptz '2090-11-14 00:00+00'), ('partitions.api_usage_logs_2090_11_15', '2090-11-15 00:00+00')$$,
    'daily partitions have days as bounds and names'
);
select is((ops.ensure_partitions('2090-11-15 12:00+00')).row_count, 0::bigint, 'a second run creates none');
update ops.partition_policies set premake = '0';
select is(
    (ops.ensure_partitions('2095-01-31 12:00+00')).row_count, (select count(*) * 2 from ops.partition_policies),
    'the policy sets how far ahead'
);
set local time zone 'Pacific/Kiritimati';
select ops.ensure_partitions('2096-01-31 12:00+00');
select is(
    to_regclass('partitions.alerts_2096_02'), null, 'the month does not depend on the time zone of the session'
);
set local time zone 'UTC';
update ops.partition_policies set horizon = '2097-02-01';
select is(
    (ops.ensure_partitions('2097-02-01 12:00+00')).row_count, (select count(*) from ops.partition_policies),
    'a partition that retention removed is not created again'
);
update ops.partition_policies set is_active = parent = 'core.alerts';
select is((ops.ensure_partitions('2098-02-01 12:00+00')).row_count, 2::bigint, 'an inactive policy creates none');
delete from ops.partition_policies;
select is((ops.ensure_partitions('2098-06-01 12:00+00')).row_count, 0::bigint, 'a table without a policy gets none');

select * from finish();
rollback;

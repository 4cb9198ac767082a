begin;
set local search_path to extensions, public;
set local time zone 'Pacific/Kiritimati';
set local role asinmart_owner;
select plan(20);

select is(ops.ensure_partition('core.product_snapshots', '1999-12-15'), true, 'a missing partition is created');
select is(ops.ensure_partition('core.product_snapshots', '1999-12-31'), false, 'an existing partition is not changed');
select is(
    (select pg_get_expr(c.relpartbound, c.oid) from pg_class as c where c.oid = 'partitions.product_snapshots_1999_12'::regclass),
    'FOR VALUES FROM (''1999-12-01 14:00:00+14'') TO (''2000-01-01 14:00:00+14'')',
    'its bounds are months in UTC, whatever the time zone of the session'
);
select is(ops.ensure_partition('core.product_metrics_daily', '2100-02-28'), true, 'also far in the future');
select is(
    (select pg_get_expr(c.relpartbound, c.oid) from pg_class as c where c.oid = 'partitions.product_metrics_daily_2100_02'::regclass),
    'FOR VALUES FROM (''2100-02-01'') TO (''2100-03-01'')',
    'a table by days has days as bounds'
);
select is(ops.ensure_partition('core.product_metrics_daily', '2024-02-29'), true, 'a leap day is in its month');
select is(
    (select count(*) from pg_index as i where i.indrelid = 'partitions.product_metrics_daily_2100_02'::regclass),
    (select count(*) from pg_index as i where i.indrelid = 'core.product_metrics_daily'::regclass),
    'a partition has the indexes of its table'
);
select is(ops.ensure_partition('core.alerts', '1999-12-15'), true, 'alerts have partitions');
select throws_ok(
    $$
        insert into core.alerts (rule_id, asin, marketplace, kind, date, title, message)
        values (1, 'B0TESTA001', 'US', 'NO_SUCH_KIND', '1999-12-15', 't', 'm')
    $$,
    '23514', null, 'a partition has the checks of its table'
);
select is(ops.ensure_partition('staging_raw.raw_events', '1999-12-15'), true, 'raw events have partitions');
insert into staging_raw.raw_events (job_id, item_no, source, fetched_at, payload, content_hash)
values ('p1', 1, 'test', '1999-12-15 00:00+00', '{"asin": "B0TESTA001"}', '\x00');
select results_eq(
    $$select r.id is not null, r.asin, r.tableoid::regclass::text from staging_raw.raw_events as r where r.job_id = 'p1'$$,
    $$values (true, 'B0TESTA001', 'partitions.raw_events_1999_12')$$,
    'with identity and generated columns'
);
select throws_ok($$select ops.ensure_partition('core.no_such_table', '2025-01-01')$$, '42P01', null, 'an unknown table is refused');
select throws_ok(
    $$select ops.ensure_partition('core.products', '2025-01-01')$$, '42P17', null, 'a table without partitions is refused'
);
select is(ops.ensure_partition('app.api_usage_logs', '2024-02-29'), true, 'usage logs have a partition per day');
select is(
    (select pg_get_expr(c.relpartbound, c.oid) from pg_class as c where c.oid = 'partitions.api_usage_logs_2024_02_29'::regclass),
    'FOR VALUES FROM (''2024-02-29 14:00:00+14'') TO (''2024-03-01 14:00:00+14'')',
    'the day is in UTC'
);
update ops.partition_policies set horizon = '1999-11-01' where parent = 'core.alerts';
select throws_ok(
    $$select ops.ensure_partition('core.alerts', '1999-10-31')$$, 'AM409', 'retention removed the days of core.alerts before 1999-11-01',
    'a month that retention removed is not created again'
);
select is(ops.ensure_partition('core.alerts', '1999-11-01'), true, 'the first kept month is created');
delete from ops.partition_policies where parent = 'app.api_usage_logs';
select is(ops.ensure_partition('app.api_usage_logs', '2023-06-05'), true, 'a table without a policy has months');
select is(
    to_regclass('partitions.api_usage_logs_2023_06')::text, 'partitions.api_usage_logs_2023_06', 'its partition is named after the month'
);
select is_empty(
    $$
        select c.oid::regclass from pg_class as c where c.relispartition and c.relkind = 'r' and c.relnamespace <> 'partitions'::regnamespace
    $$,
    'partitions are in their own schema'
);

select * from finish();
rollback;

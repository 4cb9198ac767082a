begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(6);

select ops.ensure_partition('core.alerts', '2021-02-01');
select ops.start_detach('core.alerts', 'partitions.alerts_2021_02', '2025-01-01 00:00+00');
select is(ops.horizon('core.alerts'), '2021-03-01', 'the horizon is raised to the first kept day');
select is_empty($$select 1 from ops.partition_bounds('core.alerts') as b where b.to_at <= '2021-03-01'$$, 'without pg_cron the partition is detached at once');
select results_eq(
    'select l.partition_name, l.detached_at, l.error from ops.retention_log as l',
    $$values ('partitions.alerts_2021_02', timestamptz '2025-01-01 00:00+00', null::text)$$, 'the step is recorded'
);
select ops.ensure_partition('core.product_metrics_daily', '2021-02-01');
select ops.ensure_partition('mart.product_days', '2021-02-01');
select throws_ok(
    $$select ops.start_detach('core.product_metrics_daily', 'partitions.product_metrics_daily_2021_02', now())$$, 'AM409', null,
    'a partition that a mart needs is not detached, whatever the caller'
);
select is(ops.horizon('core.product_metrics_daily'), '-infinity', 'its horizon is not raised');
-- A bound that is no midnight: its day has lost hours, so the next day is the first one kept.
create table partitions.tap_odd (like staging_raw.raw_events including defaults including constraints including generated including indexes);
alter table staging_raw.raw_events attach partition partitions.tap_odd for values from ('2020-02-01 00:00+00') to ('2020-02-10 06:00+00');
select ops.start_detach('staging_raw.raw_events', 'partitions.tap_odd', now());
select is(ops.horizon('staging_raw.raw_events'), '2020-02-11', 'a day without all its hours is not kept');

select * from finish();
rollback;

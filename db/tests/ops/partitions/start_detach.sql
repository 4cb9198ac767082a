begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(6);

select ops.ensure_partition('core.alerts', '2021-02-01');
select ops.start_detach('core.alerts', 'partitions.alerts_2021_02', '2025-01-01 00:00+00');
select is(ops.horizon('core.alerts'), '2021-03-01', 'the horizon is raised to what is kept');
select is_empty($$select 1 from ops.partition_bounds('core.alerts') as b where b.to_at <= '2021-03-01'$$, 'without pg_cron the partition comes off at once');
select results_eq(
    'select l.partition_name, l.detached_at, l.error from ops.retention_log as l',
    $$values ('partitions.alerts_2021_02', timestamptz '2025-01-01 00:00+00', null::text)$$, 'and is written down'
);
select ops.ensure_partition('core.product_metrics_daily', '2021-02-01');
select ops.ensure_partition('mart.product_metrics_rollup', '2021-02-01');
select throws_ok(
    $$select ops.start_detach('core.product_metrics_daily', 'partitions.product_metrics_daily_2021_02', now())$$, 'AM409', null,
    'a partition that a mart needs is not touched, whoever asks'
);
select is(ops.horizon('core.product_metrics_daily'), '-infinity', 'and no horizon raised');
-- A bound that is no midnight: the day it lies in has lost hours, so the next one is the first that is kept.
create table partitions.tap_odd (like staging_raw.raw_events including defaults including constraints including generated including indexes);
alter table staging_raw.raw_events attach partition partitions.tap_odd for values from ('2020-02-01 00:00+00') to ('2020-02-10 06:00+00');
select ops.start_detach('staging_raw.raw_events', 'partitions.tap_odd', now());
select is(ops.horizon('staging_raw.raw_events'), '2020-02-11', 'a day of which a part is gone is not kept');

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
select plan(7);

select pg_temp.load_run(
    's1',
    pg_temp.observed('B0TESTA001', '2021-02-10', '{"price": 1}'), pg_temp.observed('B0TESTA001', '2021-02-20', '{"price": 2}'),
    pg_temp.observed('B0TESTA001', '2021-09-10', '{"price": 3}'), pg_temp.observed('B0TESTA002', '2021-02-11', '{"price": 4}')
);
select is(ops.reconcile_detached('2025-01-01 00:00+00'), 0, 'at first nothing was detached');
select ops.note_retention_step('core.product_metrics_daily', 'partitions.product_metrics_daily_2021_02', 'retention', null, '2025-01-01 00:00+00');
select is(ops.reconcile_detached('2025-01-01 00:00+00'), 0, 'a step that only began is not a detach');
alter table core.product_metrics_daily detach partition partitions.product_metrics_daily_2021_02;
select is(ops.reconcile_detached('2025-01-02 00:00+00'), 1, 'a detached partition is recorded');
select is(ops.reconcile_detached('2025-01-03 00:00+00'), 0, 'once');
select results_eq(
    'select d.asin, d.date, d.level from ops.dirty_days as d order by d.asin',
    $$values ('B0TESTA001', date '2021-09-10', 'daily'), ('B0TESTA002', '2021-02-11', 'daily')$$,
    'days whose previous day was removed, and products whose newest day was, are recorded as changed'
);
drop table partitions.product_metrics_daily_2021_02;
select ops.reconcile_detached('2025-01-04 00:00+00');
select results_eq(
    'select l.detached_at, l.dropped_at from ops.retention_log as l', $$values (timestamptz '2025-01-02 00:00+00', timestamptz '2025-01-04 00:00+00')$$,
    'a dropped partition is recorded, whichever session dropped it'
);
update ops.partition_policies set horizon = '2021-03-01' where parent ~ 'daily|product_days|snapshots';
select ops.refresh_dirty();
select results_eq(
    $$
        select 'days', m.asin, m.previous_date from mart.product_days as m where m.date >= '2021-03-01'
        union all select 'latest', l.asin, l.date from mart.product_latest as l order by 1, 2
    $$,
    $$values ('days', 'B0TESTA001', null), ('latest', 'B0TESTA001', date '2021-09-10')$$,
    'the next refresh makes the day a first one, and deletes the product without a day'
);

select * from finish();
rollback;

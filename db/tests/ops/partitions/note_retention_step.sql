begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(3);

select ops.ensure_partition('core.alerts', '2021-02-01');
select ops.note_retention_step('core.alerts', 'partitions.alerts_2021_02', 'retention', null, '2025-01-01 00:00+00');
create temp view log as
select l.parent, l.partition_name, l.bound, l.from_at, l.to_at, l.cause, l.attempted_at, l.error from ops.retention_log as l;
select results_eq(
    'table log',
    $$values (
        'core.alerts', 'partitions.alerts_2021_02', 'FOR VALUES FROM (''2021-02-01'') TO (''2021-03-01'')',
        timestamptz '2021-02-01 00:00+00', timestamptz '2021-03-01 00:00+00', 'retention', timestamptz '2025-01-01 00:00+00', null::text
    )$$,
    'the first step records all that is needed to undo it'
);
select ops.note_retention_step('core.alerts', 'partitions.alerts_2021_02', 'operator', 'no lock', '2025-01-02 00:00+00');
select results_eq(
    'select l.cause, l.attempted_at, l.error from log as l', $$values ('retention', timestamptz '2025-01-02 00:00+00', 'no lock')$$,
    'the next step updates the same row'
);
select ops.note_retention_step('core.alerts', 'partitions.no_such_partition', 'retention', null, '2025-01-02 00:00+00');
select is((select count(*) from log), 1::bigint, 'a missing partition is not recorded');

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(7);

create table ops.tap_instants (at timestamptz) partition by range (at);
create table ops.tap_days (day date) partition by range (day);
select is_empty($$select ops.partition_bounds('ops.tap_days')$$, 'a table without partitions has no row');
select is_empty($$select ops.partition_bounds('ops.no_such_table')$$, 'a missing table has no row');
create table ops.tap_days_2031_01 partition of ops.tap_days for values from ('2025-02-01') to ('2025-03-01');
create table ops.tap_first partition of ops.tap_days for values from (minvalue) to ('2025-02-01');
create table ops.tap_last partition of ops.tap_days for values from ('2025-03-01') to (maxvalue);
select results_eq(
    $$select b.partition_name, b.from_at, b.to_at, b.is_detaching from ops.partition_bounds('ops.tap_days') as b$$,
    $$values
        ('ops.tap_first', timestamptz '-infinity', timestamptz '2025-02-01 00:00+00', false),
        ('ops.tap_days_2031_01', '2025-02-01 00:00+00', '2025-03-01 00:00+00', false), ('ops.tap_last', '2025-03-01 00:00+00', 'infinity', false)
    $$,
    'bounds come from the catalog, not from names, the oldest first'
);
create table ops.tap_instants_a partition of ops.tap_instants for values from ('2025-02-01 00:00+00') to ('2025-03-01 00:00+00');
set local time zone 'Pacific/Kiritimati';
set local datestyle = 'SQL, DMY';
select results_eq(
    $$select b.from_at = timestamptz '2025-02-01 00:00+00', b.to_at = timestamptz '2025-03-01 00:00+00', b.bound from ops.partition_bounds('ops.tap_instants') as b$$,
    $$values (true, true, 'FOR VALUES FROM (''2025-02-01 00:00:00+00'') TO (''2025-03-01 00:00:00+00'')')$$,
    'they do not depend on time zone and date style of the session'
);
select results_eq(
    $$select b.from_at = timestamptz '2025-02-01 00:00+00' from ops.partition_bounds('ops.tap_days') as b where b.partition_name = 'ops.tap_days_2031_01'$$,
    'values (true)', 'nor do bounds of days'
);
create table ops.tap_default partition of ops.tap_instants default;
select results_eq(
    $$select b.from_at, b.to_at from ops.partition_bounds('ops.tap_instants') as b where b.partition_name = 'ops.tap_default'$$,
    'values (null::timestamptz, null::timestamptz)', 'a default partition has no bounds'
);
select is(
    (select b.relation_oid from ops.partition_bounds('ops.tap_instants') as b where b.partition_name = 'ops.tap_instants_a'),
    'ops.tap_instants_a'::regclass::oid, 'a row has the oid of the partition'
);

select * from finish();
rollback;

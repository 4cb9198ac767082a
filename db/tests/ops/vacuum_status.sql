begin;
set local search_path to extensions, public;
select plan(5);

set local role asinmart_admin;
select is(
    (select count(*) from ops.vacuum_status as v where v.table_name ~ '^partitions\.product_snapshots_'),
    (select count(*) from pg_inherits as i where i.inhparent = 'core.product_snapshots'::regclass),
    'every partition has a row, for it is vacuumed by itself'
);
select is_empty(
    $$select v.table_name from ops.vacuum_status as v where v.table_name = 'core.product_snapshots'$$, 'the partitioned table itself holds nothing'
);
select results_eq(
    $$select v.xid_age >= age(c.relfrozenxid) and v.freeze_pct between 0 and 100 from ops.vacuum_status as v
        inner join pg_class as c on c.oid = 'mart.dim_date'::regclass where v.table_name = 'mart.dim_date'$$,
    $$values (true)$$,
    'the age counts as far as autovacuum would let it come'
);
-- The counters of a transaction are its own until it ends; a threshold below zero makes any table due.
reset role;
alter table core.brands set (autovacuum_vacuum_threshold = 0, autovacuum_vacuum_scale_factor = 100);
select is(
    (select v.is_due from ops.vacuum_status as v where v.table_name = 'core.brands'),
    (select s.n_dead_tup > 100 * s.n_live_tup from pg_stat_user_tables as s where s.relid = 'core.brands'::regclass),
    'settings of the table count before those of the server'
);
select is_empty(
    'select v.table_name from ops.vacuum_status as v where v.dead_pct not between 0 and 100', 'the share of dead rows is a percentage'
);

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
select plan(4);

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
-- Dead rows are counted when their transaction has ended: tests/database/test_activity.py.
select is_empty(
    'select v.table_name from ops.vacuum_status as v where v.dead_pct not between 0 and 100', 'the share of dead rows is a percentage'
);

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
\ir ../support/load_run.psql
select plan(6);

set local role asinmart_admin;
select set_has(
    'select s.table_name from ops.table_sizes as s',
    $$
        select n.nspname || '.' || c.relname from pg_class as c
        inner join pg_namespace as n on n.oid = c.relnamespace
        where n.nspname in ('staging_raw', 'core', 'definitions', 'mart', 'ops', 'app', 'sqp') and c.relkind in ('r', 'p', 'm')
    $$,
    'every table is listed'
);
select is_empty(
    $$select s.table_name from ops.table_sizes as s where s.table_name ~ '^partitions\.'$$, 'partitions count for their table'
);
select results_eq(
    $$select s.partition_count, s.total_bytes from ops.table_sizes as s where s.table_name = 'core.product_snapshots'$$,
    $$
        select count(*), sum(pg_total_relation_size(i.inhrelid))::bigint
        from pg_inherits as i where i.inhparent = 'core.product_snapshots'::regclass
    $$,
    'a partitioned table is as large as its partitions'
);
select results_eq(
    $$select s.total_bytes, s.heap_bytes, s.index_bytes, s.total_size from ops.table_sizes as s where s.table_name = 'mart.dim_date'$$,
    $$
        select pg_total_relation_size('mart.dim_date'), pg_relation_size('mart.dim_date'), pg_indexes_size('mart.dim_date'),
            pg_size_pretty(pg_total_relation_size('mart.dim_date'))
    $$,
    'any other table is as large as PostgreSQL says'
);
select cmp_ok((select sum(s.share_pct) from ops.table_sizes as s), '>', 90::numeric, 'the shares are of all tables');
reset role;
select pg_temp.load_run('p1', pg_temp.observed('B0TESTA001', '2025-03-10', '{"price": 1}'), pg_temp.observed('B0TESTA001', '2025-02-10', '{"price": 1}'));
analyze core.product_metrics_daily;
select is(
    (select s.row_count from ops.table_sizes as s where s.table_name = 'core.product_metrics_daily'), 2::bigint,
    'rows of a partitioned table are counted once'
);

select * from finish();
rollback;

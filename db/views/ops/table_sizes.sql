-- Partitions count for their table, so that a table is one row.
create or replace view ops.table_sizes as
select
    t.table_name,
    t.partition_count,
    t.row_count,
    t.total_bytes,
    pg_size_pretty(t.total_bytes) as total_size,
    t.heap_bytes,
    t.index_bytes,
    t.total_bytes - t.heap_bytes - t.index_bytes as toast_bytes,
    round(100.0 * t.total_bytes / nullif(sum(t.total_bytes) over (), 0), 1) as share_pct
from (
    select
        format('%I.%I', n.nspname, c.relname) as table_name,
        count(*) filter (where p.relid <> p.root) as partition_count,
        sum(p.row_count)::bigint as row_count,
        sum(pg_total_relation_size(p.relid))::bigint as total_bytes,
        sum(pg_relation_size(p.relid))::bigint as heap_bytes,
        sum(pg_indexes_size(p.relid))::bigint as index_bytes
    from (
        select
            l.oid as relid,
            coalesce(pg_partition_root(l.oid), l.oid) as root,
            -- A partitioned table itself holds no rows; what ANALYZE notes for it counts its partitions once more.
            case when l.relkind = 'p' then 0 else greatest(l.reltuples, 0) end as row_count
        from pg_catalog.pg_class as l
        where l.relkind in ('r', 'm', 'p')
    ) as p
    inner join pg_catalog.pg_class as c on c.oid = p.root
    inner join pg_catalog.pg_namespace as n on n.oid = c.relnamespace and n.nspname !~ '^(pg_|information_schema$)'
    group by n.nspname, c.relname
) as t
order by t.total_bytes desc, t.table_name;
comment on view ops.table_sizes is 'Sizes of the tables and materialized views of this database: one row per table, its partitions together, the largest first.';
comment on column ops.table_sizes.table_name is 'Schema and table.';
comment on column ops.table_sizes.partition_count is 'Partitions; 0: not partitioned, or none made yet.';
comment on column ops.table_sizes.row_count is 'Rows as estimated by the latest VACUUM or ANALYZE; 0 also before the first one.';
comment on column ops.table_sizes.total_bytes is 'Rows, indexes and TOAST, in bytes.';
comment on column ops.table_sizes.total_size is 'total_bytes in a unit for people.';
comment on column ops.table_sizes.heap_bytes is 'Rows alone, in bytes, dead ones too.';
comment on column ops.table_sizes.index_bytes is 'Indexes, in bytes.';
comment on column ops.table_sizes.toast_bytes is 'Long values stored outside of the rows, and maps of free space, in bytes.';
comment on column ops.table_sizes.share_pct is 'total_bytes as percentage 0-100 of all tables listed.';
grant select on ops.table_sizes to asinmart_admin;

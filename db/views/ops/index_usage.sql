-- Indexes of partitions count for the index of their table. A unique index is needed even if nothing searches by it.
create or replace view ops.index_usage as
select
    format('%I.%I', n.nspname, t.relname) as table_name,
    c.relname::text as index_name,
    sum(p.scan_count)::bigint as scan_count,
    sum(p.entry_count)::bigint as entry_count,
    sum(p.index_bytes)::bigint as index_bytes,
    pg_size_pretty(sum(p.index_bytes)) as index_size,
    i.indisunique as is_unique,
    i.indisvalid as is_valid,
    sum(p.scan_count) = 0 and not i.indisunique as is_unused
from (
    select
        coalesce(pg_partition_root(s.indexrelid), s.indexrelid) as root_index,
        coalesce(pg_partition_root(s.relid), s.relid) as root_table,
        s.idx_scan as scan_count,
        s.idx_tup_read as entry_count,
        pg_relation_size(s.indexrelid) as index_bytes
    from pg_catalog.pg_stat_user_indexes as s
) as p
inner join pg_catalog.pg_class as c on c.oid = p.root_index
inner join pg_catalog.pg_index as i on i.indexrelid = p.root_index
inner join pg_catalog.pg_class as t on t.oid = p.root_table
inner join pg_catalog.pg_namespace as n on n.oid = t.relnamespace
group by n.nspname, t.relname, p.root_index, c.relname, i.indisunique, i.indisvalid
order by scan_count desc, index_bytes desc;
comment on view ops.index_usage is 'How often each index was used since statistics of the database were last reset (ops.database_status.stats_reset_at): one row per index, those of partitions together.';
comment on column ops.index_usage.table_name is 'Schema and table.';
comment on column ops.index_usage.index_name is 'Index; of a partitioned table the one that its partitions'' indexes belong to.';
comment on column ops.index_usage.scan_count is 'Searches by this index.';
comment on column ops.index_usage.entry_count is 'Entries of the index that the searches returned.';
comment on column ops.index_usage.index_bytes is 'Size in bytes.';
comment on column ops.index_usage.index_size is 'index_bytes in a unit for people.';
comment on column ops.index_usage.is_unique is 'Whether it keeps rows unique: it is needed though nothing searches by it.';
comment on column ops.index_usage.is_valid is 'False: building it concurrently failed, or partitions lack it; drop it and build it again.';
comment on column ops.index_usage.is_unused is 'True: nothing has searched by it since the reset, and it keeps nothing unique.';
grant select on ops.index_usage to asinmart_admin;

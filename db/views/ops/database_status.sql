-- PostgreSQL refuses new transactions three million before 2^31, so that is 100 %.
create or replace view ops.database_status as
select
    d.datname::text as database_name,
    pg_database_size(d.oid) as total_bytes,
    pg_size_pretty(pg_database_size(d.oid)) as total_size,
    round(100.0 * s.blks_hit / nullif(s.blks_hit + s.blks_read, 0), 2) as cache_hit_pct,
    s.xact_commit as commit_count,
    s.xact_rollback as rollback_count,
    s.deadlocks as deadlock_count,
    s.temp_bytes,
    w.database_name as oldest_database_name,
    w.xid_age,
    round(100.0 * w.xid_age / (2 ^ 31 - 3000000)::numeric, 2) as wraparound_pct,
    s.stats_reset as stats_reset_at
from pg_catalog.pg_database as d
inner join pg_catalog.pg_stat_database as s on s.datid = d.oid
cross join lateral (
    select o.datname::text as database_name, greatest(age(o.datfrozenxid), mxid_age(o.datminmxid)) as xid_age
    from pg_catalog.pg_database as o
    order by xid_age desc, o.datname
    limit 1
) as w
where d.datname = current_database();
comment on view ops.database_status is 'Size, cache hits, faults and the distance to wraparound of this database: one row. Counts are since stats_reset_at.';
comment on column ops.database_status.database_name is 'This database.';
comment on column ops.database_status.total_bytes is 'Size on disk, in bytes.';
comment on column ops.database_status.total_size is 'total_bytes in a unit for people.';
comment on column ops.database_status.cache_hit_pct is 'Blocks found in shared_buffers, as percentage 0-100 of all blocks asked for; null: none yet. A block from the cache of the operating system counts as not found.';
comment on column ops.database_status.commit_count is 'Transactions committed.';
comment on column ops.database_status.rollback_count is 'Transactions rolled back.';
comment on column ops.database_status.deadlock_count is 'Deadlocks.';
comment on column ops.database_status.temp_bytes is 'Bytes that sorts and hashes wrote to disk.';
comment on column ops.database_status.oldest_database_name is 'Database of the server with the oldest row that is not frozen: every database counts, for transaction ids are of the whole server.';
comment on column ops.database_status.xid_age is 'Transactions begun since that row, or locks shared by several transactions (multixacts) if those are more.';
comment on column ops.database_status.wraparound_pct is 'xid_age as percentage 0-100 of the age at which PostgreSQL refuses to write. VACUUM keeps it below 10 by default.';
comment on column ops.database_status.stats_reset_at is 'When the counts began; null: with the database.';
grant select on ops.database_status to asinmart_admin;

-- Record an attempt of a step on a partition, attached or not: in the open row of ops.retention_log, or in a new one.
create or replace function ops.note_retention_step(
    p_parent text,
    p_partition_name text,
    p_cause text,
    p_error text,
    p_now timestamptz
)
returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
    with again as (
        update ops.retention_log as l
        set attempted_at = p_now, error = p_error
        where l.relation_oid = to_regclass(p_partition_name)
            and l.dropped_at is null
            and l.reattached_at is null
        returning l.id
    )
    insert into ops.retention_log (
        parent, partition_name, relation_oid, bound, from_at, to_at, row_estimate, total_bytes, cause, attempted_at, error
    )
    select
        p_parent, b.partition_name, b.relation_oid, b.bound, b.from_at, b.to_at, nullif(c.reltuples, -1)::bigint,
        pg_total_relation_size(b.relation_oid), p_cause, p_now, p_error
    from ops.partition_bounds(p_parent) as b
    inner join pg_catalog.pg_class as c on c.oid = b.relation_oid
    where b.partition_name = p_partition_name
        and not exists (select from again);
$$;
comment on function ops.note_retention_step(text, text, text, text, timestamptz) is 'Records a step of retention, done or failed, in ops.retention_log.';

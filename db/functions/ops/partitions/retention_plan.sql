-- The dry run of retention: every partition that is past its retention, half detached, or detached and not dropped yet;
-- the next action, its statement, and why it waits. Reads only. Definer: the caller need not be able to read staging.
--   finalize  complete a cancelled DETACH
--   detach    the partition is past its retention
--   archive   it is detached and goes to a file before it is dropped
--   drop      it was detached drop_after ago
--   refuse    a policy or open work needs it
--   wait      another action comes first
create or replace function ops.retention_plan(p_now timestamptz default now())
returns table (
    parent text,
    partition_name text,
    from_at timestamptz,
    to_at timestamptz,
    row_estimate bigint,
    total_bytes bigint,
    action text,
    reason text,
    command text
)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
    select
        d.parent,
        d.partition_name,
        d.from_at,
        d.to_at,
        nullif(c.reltuples, -1)::bigint,
        pg_total_relation_size(c.oid),
        d.action,
        d.reason,
        ops.partition_statement(
            case d.action when 'detach' then 'detach concurrently' else d.action end, to_regclass(d.parent), d.relation_oid::regclass
        )
    from (
        select * from ops.retention_due(p_now)
        union all
        select * from ops.retention_detached(p_now)
    ) as d
    inner join pg_catalog.pg_class as c on c.oid = d.relation_oid
    order by d.parent, d.from_at, d.partition_name;
$$;
comment on function ops.retention_plan(timestamptz) is 'Dry run of retention: partitions that are due, the action on each, and why it must wait.';
grant execute on function ops.retention_plan(timestamptz) to asinmart_admin;

-- The dry run of retention: every partition that is past its retention, half detached, or detached and not dropped yet; what the
-- next run would do, by which statement, and why not. By the bound in the catalog, oldest first: a partition that must stay keeps
-- the younger ones of its table. Reads only. Definer: whoever may ask need not be able to read staging.
--     finalize  a cancelled DETACH is finished    detach  it is past its retention    drop  it was detached drop_after ago
--     refuse    a policy or open work forbids it  wait    something else comes first
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
set search_path = ''
as $$
    with candidates as (
        select
            p.parent, b.partition_name, b.relation_oid, b.from_at, b.to_at, b.is_detaching,
            first_value(b.partition_name) over (partition by p.parent order by b.to_at, b.from_at) as oldest_name,
            l.attempted_at, l.error,
            l.attempted_at > p_now - interval '3 minutes' as is_fresh
        from ops.partition_policies as p
        cross join lateral ops.partition_bounds(p.parent) as b
        left join ops.retention_log as l
            on l.relation_oid = b.relation_oid and l.dropped_at is null and l.reattached_at is null
        where p.is_active
            and (
                p.retain is not null
                or exists (select from pg_catalog.pg_inherits as i where i.inhparent = to_regclass(p.parent) and i.inhdetachpending)
            )
            and (b.is_detaching or b.to_at <= p_now - p.retain)
    ),
    judged as (
        select
            c.*,
            case when c.partition_name = c.oldest_name and not c.is_detaching
                then ops.retention_refusal(c.parent, c.relation_oid, c.to_at) end as refusal,
            exists (
                select from pg_catalog.pg_stat_activity as a
                where a.state = 'active' and a.pid <> pg_backend_pid()
                    and a.query ~* '\mdetach\M' and position(c.partition_name in a.query) > 0
            ) as is_running
        from candidates as c
    ),
    decided as (
        select
            j.parent, j.partition_name, j.relation_oid, j.from_at, j.to_at,
            case
                when j.is_running or j.is_fresh and (j.is_detaching or j.refusal is null and j.partition_name = j.oldest_name) then 'wait'
                when j.is_detaching then 'finalize'
                when j.partition_name <> j.oldest_name then 'wait'
                when j.refusal is not null then 'refuse'
                else 'detach'
            end as action,
            case
                when j.is_running then 'another session is detaching it'
                when j.partition_name <> j.oldest_name and not j.is_detaching then format('%s goes first', j.oldest_name)
                when j.refusal is not null then j.refusal
                when j.error is not null then format('tried at %s: %s', date_trunc('second', j.attempted_at), j.error)
                when j.is_fresh then format('handed to pg_cron at %s', date_trunc('second', j.attempted_at))
                when j.is_detaching then 'a DETACH was cancelled half way'
                else 'all of it is older than retain'
            end as reason
        from judged as j
        union all
        select
            l.parent, l.partition_name, l.relation_oid, l.from_at, l.to_at,
            case
                when l.error is not null and l.attempted_at > p_now - interval '3 minutes' then 'wait'
                when l.detached_at + p.drop_after <= p_now then 'drop'
                else 'wait'
            end,
            case
                when l.error is not null then format('tried at %s: %s', date_trunc('second', l.attempted_at), l.error)
                when l.detached_at + p.drop_after <= p_now then format('detached since %s', date_trunc('second', l.detached_at))
                else format(
                    'detached; dropped after %s unless select ops.reattach_partition(%L)',
                    date_trunc('second', l.detached_at + p.drop_after), l.partition_name
                )
            end
        from ops.retention_log as l
        inner join ops.partition_policies as p on p.parent = l.parent and p.is_active
        inner join pg_catalog.pg_class as c on c.oid = l.relation_oid and not c.relispartition
        where l.cause = 'retention' and l.detached_at is not null and l.dropped_at is null and l.reattached_at is null
    )
    select
        d.parent, d.partition_name, d.from_at, d.to_at,
        nullif(c.reltuples, -1)::bigint,
        pg_total_relation_size(c.oid),
        d.action, d.reason,
        ops.partition_statement(
            case d.action when 'detach' then 'detach concurrently' else d.action end, to_regclass(d.parent), d.relation_oid::regclass
        )
    from decided as d
    inner join pg_catalog.pg_class as c on c.oid = d.relation_oid
    order by d.parent, d.from_at, d.partition_name;
$$;
comment on function ops.retention_plan(timestamptz) is 'Dry run of retention: partitions that are due, what would happen to them, and why not.';
grant execute on function ops.retention_plan(timestamptz) to asinmart_admin;

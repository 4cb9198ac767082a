-- Part of ops.retention_plan: attached partitions past their retention, or half detached. By the bound in the catalog,
-- the oldest of each table first; only for that one it is checked whether it may be removed. Tables that keep
-- everything are skipped.
create or replace function ops.retention_due(p_now timestamptz)
returns table (
    parent text,
    partition_name text,
    relation_oid oid,
    from_at timestamptz,
    to_at timestamptz,
    action text,
    reason text
)
language sql
stable
set search_path = pg_catalog, pg_temp
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
    )
    select
        j.parent, j.partition_name, j.relation_oid, j.from_at, j.to_at,
        case
            when j.is_running then 'wait'
            when j.partition_name <> j.oldest_name and not j.is_detaching then 'wait'
            when j.refusal is not null then 'refuse'
            when j.is_fresh then 'wait'
            when j.is_detaching then 'finalize'
            else 'detach'
        end,
        case
            when j.is_running then 'another session is detaching it'
            when j.partition_name <> j.oldest_name and not j.is_detaching then format('%s goes first', j.oldest_name)
            when j.refusal is not null then j.refusal
            when j.error is not null then format('tried at %s: %s', date_trunc('second', j.attempted_at), j.error)
            when j.is_fresh then format('handed to pg_cron at %s', date_trunc('second', j.attempted_at))
            when j.is_detaching then 'a DETACH was cancelled before its end'
            else 'all its rows are older than retain'
        end
    from judged as j;
$$;
comment on function ops.retention_due(timestamptz) is 'Attached partitions that are past their retention, the next action on each, and why it must wait.';

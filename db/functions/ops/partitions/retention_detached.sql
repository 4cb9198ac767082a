-- Part of ops.retention_plan: partitions that retention detached and has not dropped yet. Where the policy archives, a
-- partition goes to its file first; one that is not archived within twenty hours is queued again.
create or replace function ops.retention_detached(p_now timestamptz)
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
    select
        l.parent, l.partition_name, l.relation_oid, l.from_at, l.to_at,
        case
            when l.error is not null and l.attempted_at > p_now - interval '3 minutes' then 'wait'
            when p.is_archived and (a.id is null or a.status in ('planned', 'exported') and a.requested_at < p_now - interval '20 hours')
                then 'archive'
            when p.is_archived and a.status in ('planned', 'exported') then 'wait'
            when l.detached_at + p.drop_after <= p_now then 'drop'
            else 'wait'
        end,
        case
            when l.error is not null then format('tried at %s: %s', date_trunc('second', l.attempted_at), l.error)
            when p.is_archived and a.id is null then 'it is archived before it is dropped'
            when p.is_archived and a.status in ('planned', 'exported')
                then format('waits for its archive since %s', date_trunc('second', a.requested_at)) || coalesce(': ' || a.error, '')
            when l.detached_at + p.drop_after <= p_now then format('detached since %s', date_trunc('second', l.detached_at))
            else format(
                'detached, will be dropped after %s; to undo: select ops.reattach_partition(%L)',
                date_trunc('second', l.detached_at + p.drop_after), l.partition_name
            )
        end
    from ops.retention_log as l
    inner join ops.partition_policies as p on p.parent = l.parent and p.is_active
    left join ops.archives as a on a.id = l.id
    inner join pg_catalog.pg_class as c on c.oid = l.relation_oid and not c.relispartition
    where l.cause = 'retention' and l.detached_at is not null and l.dropped_at is null and l.reattached_at is null;
$$;
comment on function ops.retention_detached(timestamptz) is 'Detached partitions that retention will drop, and when.';

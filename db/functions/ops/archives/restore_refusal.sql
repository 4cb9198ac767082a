-- Returns why a partition cannot be attached again from its file; null when nothing is in the way. Days that are missing
-- between it and what the table keeps would be neither written nor audited, so the youngest comes first.
create or replace function ops.restore_refusal(
    p_id bigint,
    p_now timestamptz
)
returns text
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select case
        when l.reattached_at is null and exists (select from pg_catalog.pg_class as c where c.oid = l.relation_oid)
            then format('%s is still there, detached: select ops.reattach_partition(%L)', l.partition_name, l.partition_name)
        when taken.partition_name is not null then format('%s of %s holds these days', taken.partition_name, l.parent)
        when to_regclass(l.partition_name) is not null then format('there is another table %s', l.partition_name)
        when p.is_active and l.to_at <= p_now - p.retain
            then format(
                'the policy of %s would detach it again: give it a longer retain in ops.partition_policies, or restore it with --as NAME',
                l.parent
            )
        when (l.to_at at time zone 'UTC')::date < p.horizon
            then format(
                '%s has no days from %s to %s: restore the younger ones first', l.parent, (l.to_at at time zone 'UTC')::date, p.horizon - 1
            )
        when gone.name is not null then format('%s has no column %s any more: restore it with --as NAME', l.parent, gone.name)
    end
    from ops.archives as a
    inner join ops.retention_log as l on l.id = a.id
    inner join ops.partition_policies as p on p.parent = l.parent
    left join lateral (
        select b.partition_name from ops.partition_bounds(l.parent) as b where b.from_at < l.to_at and b.to_at > l.from_at limit 1
    ) as taken on true
    left join lateral (
        select c.spec ->> 'name' as name
        from jsonb_array_elements(a.columns) as c (spec)
        where not exists (
            select from pg_catalog.pg_attribute as t
            where t.attrelid = to_regclass(l.parent) and t.attname = c.spec ->> 'name' and not t.attisdropped
        )
        limit 1
    ) as gone on true
    where a.id = p_id;
$$;
comment on function ops.restore_refusal(bigint, timestamptz) is 'Reason why a partition cannot be attached again from its file; null when it can.';

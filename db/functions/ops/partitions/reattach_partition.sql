-- Undo retention while the partition is not dropped: attach it with its old bound, and lower the horizon to it. The
-- youngest partition first, so that no gap remains, and a table before the marts whose windows need it. Its days are
-- marked as changed: the next refresh updates the marts.
-- Raises AM404 when there is no such detached partition, AM409 when another one must come first or the policy would
-- detach it again.
create or replace function ops.reattach_partition(
    p_partition_name text,
    p_now timestamptz default now()
)
returns void
language plpgsql
volatile
security definer  -- asinmart_admin may undo retention and owns nothing
set search_path = pg_catalog, pg_temp
set lock_timeout = '900ms'
as $$
declare
    v_log ops.retention_log;
    v_policy ops.partition_policies;
    v_first text;
begin
    select l.* into v_log
    from ops.retention_log as l
    inner join pg_catalog.pg_class as c on c.oid = l.relation_oid and not c.relispartition
    where l.partition_name = p_partition_name and l.detached_at is not null and l.dropped_at is null and l.reattached_at is null;
    if not found then
        raise exception 'there is no detached partition %', p_partition_name
            using errcode = 'AM404', hint = 'What was dropped comes back from its archive (asinmart archive list), or from a backup.';
    end if;
    select p.* into v_policy from ops.partition_policies as p where p.parent = v_log.parent for update;
    perform ops.lock_promotion(true);
    if v_policy.is_active and v_log.to_at <= p_now - v_policy.retain then
        raise exception 'the policy of % would detach % again', v_log.parent, p_partition_name
            using errcode = 'AM409', hint = 'First give it a longer retain in ops.partition_policies, or set is_active to false.';
    end if;
    select l.partition_name into v_first
    from ops.retention_log as l
    where l.cause = 'retention' and l.detached_at is not null and l.dropped_at is null and l.reattached_at is null
        and (
            l.parent = v_log.parent and l.to_at > v_log.to_at
            or exists (
                select from ops.retention_needs() as n
                where n.dependent = v_log.parent and n.source = l.parent
                    and l.to_at > v_log.from_at - make_interval(days => n.margin_days)
            )
        )
    order by l.to_at desc
    limit 1;
    if found then
        raise exception '% must be attached before %', v_first, p_partition_name
            using errcode = 'AM409', hint = format('First: select ops.reattach_partition(%L);', v_first);
    end if;

    execute ops.partition_statement('attach', v_log.parent::regclass, v_log.relation_oid::regclass);
    update ops.partition_policies as p set horizon = (v_log.from_at at time zone 'UTC')::date
    where p.parent = v_log.parent and v_log.cause = 'retention';
    update ops.retention_log as l set reattached_at = p_now where l.id = v_log.id;
    if exists (select from ops.retention_needs() as n where v_log.parent in (n.source, n.dependent)) then
        perform ops.mark_range_dirty((v_log.from_at at time zone 'UTC')::date, (v_log.to_at at time zone 'UTC')::date);
    end if;
end;
$$;
comment on function ops.reattach_partition(text, timestamptz) is 'Attaches a partition again that retention detached and has not dropped yet.';
grant execute on function ops.reattach_partition(text, timestamptz) to asinmart_admin;

-- Start to remove a partition: raise the horizon of its table, record the step, and schedule DETACH ... CONCURRENTLY in
-- pg_cron, since it may not run in a transaction. Without pg_cron a plain DETACH: it locks the table against all
-- sessions for an instant, and gives up after the caller's lock_timeout when a reader holds a lock.
-- The horizon comes first: from then on no run writes days below it, so no writer needs the partition. The policy's row
-- and the promotion lock keep replays and promotions out until the decision, which is checked again here, is committed.
-- Returns the number of partitions that were detached: none yet with pg_cron.
create or replace function ops.start_detach(
    p_parent text,
    p_partition_name text,
    p_now timestamptz
)
returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
    v_partition record;
    v_reason text;
begin
    perform from ops.partition_policies as p where p.parent = p_parent for update;
    perform ops.lock_promotion(true);
    select b.* into strict v_partition
    from ops.partition_bounds(p_parent) as b
    where b.partition_name = p_partition_name;
    v_reason := ops.retention_refusal(p_parent, v_partition.relation_oid, v_partition.to_at);
    if v_reason is not null then
        raise exception '%', v_reason using errcode = 'AM409', hint = 'See select * from ops.retention_plan().';
    end if;

    update ops.partition_policies as p
    set horizon = greatest(p.horizon, ((v_partition.to_at - interval '1 microsecond') at time zone 'UTC')::date + 1)
    where p.parent = p_parent;
    perform ops.note_retention_step(p_parent, p_partition_name, 'retention', null, p_now);
    if not ops.schedule_once(
        'detach ' || p_partition_name,
        ops.partition_statement('detach concurrently', p_parent::regclass, v_partition.relation_oid::regclass)
    ) then
        execute ops.partition_statement('detach', p_parent::regclass, v_partition.relation_oid::regclass);
    end if;
    return ops.reconcile_detached(p_now);
end;
$$;
comment on function ops.start_detach(text, text, timestamptz) is 'Raises the horizon of a table and detaches its oldest partition.';

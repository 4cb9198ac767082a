-- Put the detached partitions that wait for it in line to be archived, in the order of their days. Without the queue of
-- the worker they wait for the command asinmart archive run. Returns their number.
create or replace function ops.plan_archives(p_now timestamptz default now())
returns integer
language plpgsql
volatile
security definer  -- asinmart_admin owns nothing
set search_path = pg_catalog, pg_temp
as $$
declare
    v_count integer;
    v_tasks jsonb;
begin
    with planned as (
        insert into ops.archives as a (id, requested_at)
        select l.id, p_now
        from ops.retention_detached(p_now) as d
        inner join ops.retention_log as l on l.relation_oid = d.relation_oid and l.dropped_at is null and l.reattached_at is null
        where d.action = 'archive'
        on conflict (id) do update set requested_at = excluded.requested_at
        returning a.id
    )
    select
        count(*)::integer,
        jsonb_agg(
            jsonb_build_object(
                'task', 'archive', 'queue', 'archive', 'args', jsonb_build_object('archive_id', p.id), 'queueing_lock', 'archive:' || p.id
            ) order by l.from_at, p.id
        )
    into v_count, v_tasks
    from planned as p
    inner join ops.retention_log as l on l.id = p.id;
    if v_count > 0 and to_regclass('procrastinate.procrastinate_jobs') is not null then
        perform ops.enqueue(v_tasks);
    end if;
    return v_count;
end;
$$;
comment on function ops.plan_archives(timestamptz) is 'Puts detached partitions in line to be archived.';
grant execute on function ops.plan_archives(timestamptz) to asinmart_admin;

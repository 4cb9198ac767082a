-- Record which partitions were detached or dropped since the last call, by any session, and remove the one-off
-- schedules for them. When days of core.product_metrics_daily go, the days after them lose the day they were compared
-- with, and products not seen since lose their newest day: these days are marked as changed, so that the next refresh
-- updates the marts. Returns the number of partitions that were detached.
create or replace function ops.reconcile_detached(p_now timestamptz)
returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
    v_count integer;
    v_schema name := ops.cron_schema();
begin
    with detached as (
        update ops.retention_log as l
        set detached_at = p_now, error = null
        where l.detached_at is null
            and not exists (select from pg_catalog.pg_inherits as i where i.inhrelid = l.relation_oid)
        returning l.parent, (l.from_at at time zone 'UTC')::date as from_date, (l.to_at at time zone 'UTC')::date as to_date
    ),
    noted as (
        insert into ops.dirty_days (asin, marketplace, date, level)
        select f.asin, f.marketplace, f.date, 'daily'
        from detached as d
        inner join mart.product_days as f
            on f.previous_date >= d.from_date and f.previous_date < d.to_date and f.date >= d.to_date
        where d.parent = 'core.product_metrics_daily'
        union
        select n.asin, n.marketplace, n.date, 'daily'
        from detached as d
        inner join mart.product_latest as n on n.date >= d.from_date and n.date < d.to_date
        where d.parent = 'core.product_metrics_daily'
    )
    select count(*)::integer into v_count from detached;

    update ops.retention_log as l
    set dropped_at = p_now
    where l.dropped_at is null
        and l.detached_at is not null
        and not exists (select from pg_catalog.pg_class as c where c.oid = l.relation_oid);
    update ops.archives as a
    set status = 'dropped'
    from ops.retention_log as l
    where l.id = a.id and l.dropped_at is not null and a.status = 'verified';

    if v_schema is not null then
        execute format(
            $sql$
                select %1$I.unschedule(j.jobid)
                from %1$I.job as j
                where j.username = current_user
                    and j.database = current_database()
                    and exists (
                        select from ops.retention_log as l
                        where j.jobname = 'detach ' || l.partition_name and l.detached_at is not null
                    )
            $sql$,
            v_schema
        );
    end if;
    return v_count;
end;
$$;
comment on function ops.reconcile_detached(timestamptz) is 'Records which partitions were detached or dropped, and marks the days that depend on them as changed.';

-- Reports whether pg_cron is installed, its scheduler runs, the watchdog sends heartbeats, and all registered jobs are
-- scheduled as registered. Dynamic SQL, because schema cron exists in one database of a cluster only.
create or replace function ops.check_scheduler(p_now timestamptz)
returns table (check_name text, status text, detail text, advice text)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_drift text;
    v_cron_job regclass := to_regclass('cron.job');
begin
    if not exists (select from pg_catalog.pg_extension as e where e.extname = 'pg_cron') then
        return query select
            'scheduler', 'warning', 'pg_cron is not installed in this database',
            'Install it (cron.database_name) or call ops.run_job for each row of ops.jobs from another scheduler.';
        return;
    end if;
    return query select
        'scheduler',
        case when count(*) > 0 then 'ok' else 'critical' end,
        case when count(*) > 0 then 'pg_cron scheduler is running' else 'the pg_cron scheduler is not running' end,
        'Before version 1.6 pg_cron does not restart by itself: restart PostgreSQL. The watchdog then runs the overdue jobs.'
    from pg_catalog.pg_stat_activity as a
    where a.application_name ilike 'pg_cron scheduler%' or a.backend_type = 'pg_cron launcher';

    return query select h.* from ops.check_heartbeat(p_now) as h;
    return query select s.* from ops.check_starts(p_now) as s;

    execute format($sql$
        select string_agg(j.job_name, ', ' order by j.job_name)
        from ops.jobs as j
        left join %s as c on c.jobname = j.job_name
        where j.is_active
            and (c.jobid is null or not c.active or c.schedule <> j.schedule or c.database <> current_database())
    $sql$, v_cron_job) into v_drift;
    return query select
        'schedules',
        case when v_drift is null then 'ok' else 'critical' end,
        coalesce('missing, inactive or changed in cron.job: ' || v_drift, 'all active jobs are scheduled'),
        'select ops.resume_job(...) for each job named: it writes the entry in cron.job again.';
end;
$$;
comment on function ops.check_scheduler(timestamptz) is 'Part of ops.doctor: pg_cron, its scheduler, the heartbeat, the schedules.';

-- All checks, the most severe first, with advice for each problem. Reads only.
create or replace function ops.doctor(p_now timestamptz default now())
returns table (check_name text, status text, detail text, advice text)
language sql
stable
security definer  -- the caller need not be able to read core and ops
set search_path = pg_catalog, pg_temp
as $$
    select c.check_name, c.status, c.detail, case when c.status <> 'ok' then c.advice end
    from (
        select * from ops.check_version()
        union all
        select * from ops.check_scheduler(p_now)
        union all
        select * from ops.check_jobs(p_now)
        union all
        select * from ops.check_runs(p_now)
        union all
        select * from ops.check_promotion(p_now)
        union all
        select * from ops.check_privileges()
        union all
        select * from ops.check_partitions(p_now)
        union all
        select * from ops.check_archives(p_now)
        union all
        select * from ops.check_refreshes(p_now)
        union all
        select * from ops.check_quality(p_now)
        union all
        select * from ops.check_marts(p_now)
        union all
        select * from ops.check_replication(p_now)
        union all
        select * from ops.check_worker(p_now)
        union all
        select * from ops.check_fetches(p_now)
        union all
        select * from ops.check_search_reports(p_now)
        union all
        select * from ops.check_report_prose(p_now)
        union all
        select * from ops.check_archiving(p_now)
        union all
        select * from ops.check_backups(p_now)
        union all
        select * from ops.check_notify_queue(p_now)
        union all
        select * from ops.check_transactions(p_now)
        union all
        select * from ops.check_server()
        union all
        select * from ops.check_dropped_roles()
        union all
        select * from ops.check_freshness(p_now)
        union all
        select * from ops.check_reports()
    ) as c
    order by array_position(array['critical', 'warning', 'ok'], c.status), c.check_name;
$$;
comment on function ops.doctor(timestamptz) is 'Checks server, scheduler, jobs, runs, promotion, privileges, partitions, archives, marts, refreshes, data quality, freshness, worker, fetches, search reports, reports, archiving, backups, notify queue and replication, with advice for each problem.';
grant execute on function ops.doctor(timestamptz) to asinmart_loader, asinmart_api, asinmart_admin;

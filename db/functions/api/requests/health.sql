-- Healthy means that the heartbeat is fresh and no check of ops.doctor is critical. A database without pg_cron is
-- healthy as long as nothing is overdue: it has another scheduler. Every caller may read this, so it contains no
-- figures and no texts of checks: those name jobs, files and sources. Administrators read them in ops.doctor.
create or replace function api.health()
returns table (is_healthy boolean, body text)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select
        not bool_or(d.status = 'critical'),
        json_build_object(
            'status', case when bool_or(d.status = 'critical') then 'critical' when bool_or(d.status = 'warning') then 'warning' else 'ok' end,
            'schema_version', (select max(v.version) from public.schema_version as v),
            'data_version', api.data_version(),
            'heartbeat_at', (select h.beat_at from ops.heartbeats as h where h.name = 'watchdog'),
            'freshness', (
                select coalesce(
                    json_agg(
                        json_build_object(
                            'marketplace', f.marketplace, 'newest_day', f.newest_day, 'expected_day', f.expected_day, 'is_late', f.is_late
                        )
                        order by f.marketplace
                    ),
                    '[]'
                )
                from mart.data_freshness as f
                where f.table_name = 'product_latest'
            ),
            'checks', json_agg(json_build_object('check_name', d.check_name, 'status', d.status))
        )::text
    from ops.doctor() as d;
$$;
comment on function api.health() is 'State of database, scheduler and data, with the outcome of every check of ops.doctor; open to every caller.';
grant execute on function api.health() to asinmart_api;
grant select on public.schema_version to asinmart_api;

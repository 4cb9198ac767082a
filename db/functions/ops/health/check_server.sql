-- Limits of the server at which it refuses work: sessions, transaction ids, room. PostgreSQL refuses new transactions three million
-- before 2^31; autovacuum acts at autovacuum_freeze_max_age, usually a tenth of that.
create or replace function ops.check_server()
returns table (check_name text, status text, detail text, advice text)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select
        'connections',
        case when s.used > 0.95 * s.allowed then 'critical' when s.used > 0.8 * s.allowed then 'warning' else 'ok' end,
        format('%s of %s', s.used, s.allowed),
        'See who has them: select usename, application_name, state, count(*) from pg_stat_activity group by 1, 2, 3 order by 4 desc. Pool them, or raise max_connections.'
    from (
        select
            count(*) filter (where a.usesysid is not null and a.backend_type = 'client backend' or a.backend_type is null) as used,
            current_setting('max_connections')::integer - current_setting('superuser_reserved_connections')::integer as allowed
        from pg_stat_activity as a
    ) as s
    union all
    select
        'transaction ids',
        case when w.used > 0.75 then 'critical' when w.used > 0.4 then 'warning' else 'ok' end,
        format('%s %% of those before a wraparound are used in database %s', round(w.used * 100), w.name),
        format(
            'As the administrator of the server: in database %s run VACUUM (FREEZE, VERBOSE), after ending what check "open transactions" names; see pg_replication_slots too.', w.name
        )
    from (
        select d.datname as name, greatest(age(d.datfrozenxid), mxid_age(d.datminmxid)) / (2 ^ 31 - 3000000)::numeric as used
        from pg_database as d
        order by 2 desc, 1
        limit 1
    ) as w
    union all
    select
        'database size',
        case when d.used > 0.95 * d.allowed then 'critical' when d.used > 0.8 * d.allowed then 'warning' else 'ok' end,
        format('%s GB', round(d.used, 1)) || coalesce(' of ' || round(d.allowed, 1) || ' GB', ', no limit is set'),
        'See ops.partition_policies and docs/operations/retention.md for what may go, or enlarge the disk and raise database_max_gb in ops.settings.'
    from (
        select pg_database_size(current_database()) / 1e9 as used, nullif(ops.setting('database_max_gb')::numeric, 0) as allowed
    ) as d;
$$;
comment on function ops.check_server() is 'Part of ops.doctor: connections, transaction ids and size of the database against their limits.';

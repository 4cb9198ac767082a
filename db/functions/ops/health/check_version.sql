-- Before these minor versions VACUUM could remove the transaction states that queued notifications refer to. Every LISTEN
-- then fails, and a listening session hears nothing more.
create or replace function ops.check_version(p_version integer default current_setting('server_version_num')::integer)
returns table (check_name text, status text, detail text, advice text)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select
        'server version',
        case when p_version % 10000 < m.minor then 'warning' else 'ok' end,
        format('PostgreSQL %s.%s', p_version / 10000, p_version % 10000)
            || case when p_version % 10000 < m.minor then ' may stop notifying the API: could not access status of transaction' else '' end,
        format(
            'Update it to %s.%s or later. The API mends its own listener with pg_notification_queue_usage(); others do not.',
            p_version / 10000, m.minor
        )
    from (values (1)) as one (n)
    left join (values (15, 16), (16, 12), (17, 8), (18, 2)) as m (major, minor) on m.major = p_version / 10000;
$$;
comment on function ops.check_version(integer) is 'Part of ops.doctor: minor versions of PostgreSQL with a fault that loses notifications.';

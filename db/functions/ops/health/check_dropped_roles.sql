-- A job of a dropped role never runs, and with some versions of pg_cron the scheduler does not start again, even if the job is
-- inactive.
create or replace function ops.check_dropped_roles()
returns table (check_name text, status text, detail text, advice text)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select
        'dropped roles',
        case when count(*) > 0 then 'critical' else 'ok' end,
        coalesce(
            'the role of these jobs in cron.job was dropped: ' || string_agg(
                format('job %s%s of %s%s', o.job_id, ' (' || o.job_name || ')', o.login, case when not o.is_active then ', inactive' end),
                '; ' order by o.job_id
            ),
            'no job belongs to a role that was dropped'
        ),
        'As the administrator of the server: ' || coalesce(string_agg(format('select cron.unschedule(%s);', o.job_id), ' ' order by o.job_id), '')
            || ' Then see check "scheduler". If the job is still wanted, its new role schedules it again.'
    from ops.orphaned_jobs() as o;
$$;
comment on function ops.check_dropped_roles() is 'Part of ops.doctor: jobs in pg_cron whose role was dropped.';

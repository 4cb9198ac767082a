-- Is the session still there that began a job? A backend that started later is another one that got the same number. Of other
-- roles' sessions the start is hidden: they count as alive while the number is in use.
create or replace function ops.is_alive(
    p_pid integer,
    p_started_at timestamptz
)
returns boolean
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select exists (
        select from pg_stat_activity as a
        where a.pid = p_pid and a.datname = current_database() and coalesce(a.backend_start <= p_started_at, true)
    );
$$;
comment on function ops.is_alive(integer, timestamptz) is 'Whether the backend that began something at an instant is still there.';

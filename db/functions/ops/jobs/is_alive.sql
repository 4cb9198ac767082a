-- Whether the session that started a job still exists. A session that started later has only the same process number.
-- The start of other roles' sessions is hidden: they count as alive while the number is in use.
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

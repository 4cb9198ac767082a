-- Returns whether the session that started a job still exists. A session that started later only reuses its process
-- number. The start times of other roles' sessions are hidden: such a session counts as alive while the number is in
-- use.
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
comment on function ops.is_alive(integer, timestamptz) is 'Whether the session that started a job or a run at an instant still exists.';

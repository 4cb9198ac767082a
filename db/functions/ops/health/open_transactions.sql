set role asinmart_monitor;
-- Transactions of the whole server that are open, the oldest first: those of sessions, and prepared ones, which have no session.
create or replace function ops.open_transactions()
returns table (pid integer, holder text, started_at timestamptz, transaction_name text)
language sql
stable
security definer  -- what other roles' sessions do is shown to members of pg_read_all_stats only, and the owner is none
set search_path = pg_catalog, pg_temp
as $$
    select a.pid, format('process %s (%s)', a.pid, concat_ws(', ', a.usename, nullif(a.application_name, ''), a.state)), a.xact_start, null
    from pg_stat_activity as a
    where a.pid <> pg_backend_pid() and a.xact_start is not null and a.backend_type not in ('autovacuum worker', 'walsender')
    union all
    select null, format('prepared transaction %L of %s', p.gid, p.owner), p.prepared, p.gid
    from pg_prepared_xacts as p
    order by 3;
$$;
comment on function ops.open_transactions() is 'Open transactions of all roles and databases of the server, the oldest first.';
revoke execute on function ops.open_transactions() from public;
grant execute on function ops.open_transactions() to asinmart_owner;
reset role;

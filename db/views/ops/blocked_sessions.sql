-- Asking who blocks whom takes all locks of the lock table for a moment, so only sessions that wait are asked.
create or replace view ops.blocked_sessions as
select
    w.pid,
    w.login,
    w.waiting_for,
    w.lock_mode,
    w.waiting_since_at,
    w.query,
    b.blocking_pid,
    a.usename::text as blocking_login,
    a.application_name as blocking_application_name,
    a.state as blocking_state,
    a.xact_start as blocking_started_at,
    cardinality(pg_blocking_pids(b.blocking_pid)) > 0 as is_blocker_waiting,
    a.query as blocking_query
from (
    select
        l.pid,
        s.usename::text as login,
        coalesce(quote_ident(n.nspname) || '.' || quote_ident(c.relname), l.locktype) as waiting_for,
        l.mode as lock_mode,
        l.waitstart as waiting_since_at,
        s.query
    from pg_catalog.pg_locks as l
    left join pg_catalog.pg_stat_activity as s on s.pid = l.pid
    left join (pg_catalog.pg_class as c inner join pg_catalog.pg_namespace as n on n.oid = c.relnamespace) on c.oid = l.relation
    where not l.granted
        and coalesce(l.database, 0) in (0, (select d.oid from pg_catalog.pg_database as d where d.datname = current_database()))
) as w
cross join lateral (select distinct p.pid from unnest(pg_blocking_pids(w.pid)) as p (pid)) as b (blocking_pid)
left join pg_catalog.pg_stat_activity as a on a.pid = b.blocking_pid
order by w.waiting_since_at, w.pid, b.blocking_pid;
comment on view ops.blocked_sessions is 'Sessions that wait for a lock: one row per waiting session and session it waits for, the longest wait first.';
comment on column ops.blocked_sessions.pid is 'Process id of the session that waits.';
comment on column ops.blocked_sessions.login is 'Its login; null: a process of the server.';
comment on column ops.blocked_sessions.waiting_for is 'Relation that it wants to lock, or else the kind of lock, such as transactionid: the end of another transaction.';
comment on column ops.blocked_sessions.lock_mode is 'Lock that it wants.';
comment on column ops.blocked_sessions.waiting_since_at is 'Since when it waits; null: it has just begun.';
comment on column ops.blocked_sessions.query is 'What it wants to do; <insufficient privilege>: hidden from you.';
comment on column ops.blocked_sessions.blocking_pid is 'Process id of the session that it waits for, for pg_terminate_backend; 0: a prepared transaction.';
comment on column ops.blocked_sessions.blocking_login is 'Login of that session; null: a process of the server.';
comment on column ops.blocked_sessions.blocking_application_name is 'What that session calls itself.';
comment on column ops.blocked_sessions.blocking_state is 'What that session does, such as idle in transaction; null: hidden from you.';
comment on column ops.blocked_sessions.blocking_started_at is 'When the transaction of that session began; null: hidden from you.';
comment on column ops.blocked_sessions.is_blocker_waiting is 'Whether that session waits for another one itself: the one to look at is at the end of the chain.';
comment on column ops.blocked_sessions.blocking_query is 'Its latest statement, which may have ended; <insufficient privilege>: hidden from you.';
grant select on ops.blocked_sessions to asinmart_admin;

-- The queue belongs to the whole server and keeps what any listening session has not read. A session reads nothing while it is in a
-- transaction, so the one that is in the way is among the oldest transactions.
create or replace function ops.check_notify_queue(p_now timestamptz)
returns table (check_name text, status text, detail text, advice text)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select
        'notify queue',
        case when q.used > 0.5 then 'critical' when q.used > 0.1 then 'warning' else 'ok' end,
        format('%s %% full', round(q.used::numeric * 100, 1))
            || case when q.used > 0.1 and o.pid is not null
                then format('; the oldest transaction is that of %s, open for %s', o.holder, date_trunc('second', p_now - o.started_at))
                else ''
            end,
        'A listening session is stuck in a transaction; when the queue is full no promotion can commit. '
            || case when o.pid is null then 'Look for idle in transaction in pg_stat_activity.'
                else format('If that session listens, select pg_terminate_backend(%s); else look for idle in transaction in pg_stat_activity.', o.pid)
            end
    from (select pg_notification_queue_usage() as used) as q
    left join (select t.* from ops.open_transactions() as t where t.pid is not null limit 1) as o on true;
$$;
comment on function ops.check_notify_queue(timestamptz) is 'Part of ops.doctor: how full the queue of notifications is, and which session is in the way.';

-- The session that holds the lock of ops.lock_promotion, as text; null when none does. Its state is visible to members
-- of its role and of pg_read_all_stats only.
create or replace function ops.promotion_holder()
returns text
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select format('process %s (%s)', l.pid, concat_ws(', ', a.usename, nullif(a.application_name, ''), a.state))
    from pg_locks as l
    left join pg_stat_activity as a on a.pid = l.pid
    where l.locktype = 'relation' and l.relation = 'ops.promotion_lock'::regclass and l.mode = 'ExclusiveLock' and l.granted
        and l.database = (select d.oid from pg_database as d where d.datname = current_database())
    limit 1;
$$;
comment on function ops.promotion_holder() is 'The session that holds the promotion lock; null when none does.';

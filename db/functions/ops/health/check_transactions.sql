-- Never critical: readers and writers go on; tables and indexes grow.
create or replace function ops.check_transactions(p_now timestamptz)
returns table (check_name text, status text, detail text, advice text)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select
        'open transactions',
        case when o.started_at < p_now - ops.setting('transaction_max_age')::interval then 'warning' else 'ok' end,
        case when o.started_at is null then 'none'
            else format('the oldest is open for %s: %s; vacuum removes no row that it may still see', date_trunc('second', p_now - o.started_at), o.holder)
        end,
        case
            when o.pid is null then format('As its owner or the administrator of the server: rollback prepared %L.', o.transaction_name)
            else format('If it is forgotten, select pg_terminate_backend(%s). The limit is transaction_max_age in ops.settings.', o.pid)
        end
    from (values (1)) as one (n)
    left join (select t.* from ops.open_transactions() as t limit 1) as o on true;
$$;
comment on function ops.check_transactions(timestamptz) is 'Part of ops.doctor: the oldest open transaction of the server.';

-- What a session does is shown to members of its role and of pg_read_all_stats. Who has neither sees null in place of a count
-- that would be too low; the number of sessions is shown to everybody.
create or replace view ops.connection_usage as
with sessions as (
    select
        a.usename::text as login,
        a.state,
        a.wait_event_type,
        a.backend_start,
        a.usename = current_user or pg_has_role('pg_read_all_stats', 'usage') as is_shown
    from pg_catalog.pg_stat_activity as a
    where a.usesysid is not null and coalesce(a.backend_type, 'client backend') = 'client backend'
),
counted as (
    select
        s.login,
        count(*) as session_count,
        case when bool_and(s.is_shown) then count(*) filter (where s.state = 'active') end as active_count,
        case when bool_and(s.is_shown) then count(*) filter (where s.state ~ '^idle in transaction') end as idle_in_transaction_count,
        case when bool_and(s.is_shown) then count(*) filter (where s.wait_event_type = 'Lock') end as waiting_count,
        case when bool_and(s.is_shown) then min(s.backend_start) end as oldest_session_at
    from sessions as s
    group by grouping sets ((s.login), ())
)
select
    c.login,
    c.session_count,
    m.session_limit,
    round(100.0 * c.session_count / nullif(m.session_limit, 0), 1) as used_pct,
    c.active_count,
    c.idle_in_transaction_count,
    c.waiting_count,
    c.oldest_session_at
from counted as c
left join pg_catalog.pg_roles as r on r.rolname = c.login
cross join lateral (
    select least(
        case when r.rolconnlimit >= 0 and not r.rolsuper then r.rolconnlimit end,
        current_setting('max_connections')::integer - case
            when r.rolsuper then 0
            else current_setting('superuser_reserved_connections')::integer
                + coalesce(current_setting('reserved_connections', true)::integer, 0)
        end
    ) as session_limit
) as m
order by c.login nulls first;
comment on view ops.connection_usage is 'Sessions of the server: one row per login that has any, and one for all logins together.';
comment on column ops.connection_usage.login is 'Login; null: all logins together.';
comment on column ops.connection_usage.session_count is 'Sessions, of all databases of the server.';
comment on column ops.connection_usage.session_limit is 'Sessions that may be open at once: the connection limit of the login if that is lower than what the server leaves to logins that are not superusers.';
comment on column ops.connection_usage.used_pct is 'session_count as percentage 0-100 of session_limit; null: the login may open none.';
comment on column ops.connection_usage.active_count is 'Sessions that run a statement; null: what they do is hidden from you.';
comment on column ops.connection_usage.idle_in_transaction_count is 'Sessions that wait for their client with a transaction open; null: hidden from you.';
comment on column ops.connection_usage.waiting_count is 'Sessions that wait for a lock; null: hidden from you.';
comment on column ops.connection_usage.oldest_session_at is 'When the oldest of them began; null: hidden from you.';
grant select on ops.connection_usage to asinmart_admin;

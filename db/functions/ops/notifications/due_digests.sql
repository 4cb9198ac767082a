-- Channels whose daily digest is due: since the last digest (or the creation of the channel) it has become p_hour
-- o'clock in the time zone of the tenant. A job that missed the hour makes up for it.
create or replace function ops.due_digests(
    p_hour integer,
    p_now timestamptz
)
returns table (channel_id bigint, tenant_id uuid, is_wanted boolean, from_alert_id bigint, created_at timestamptz)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select c.id, c.tenant_id, c.is_active and t.is_active, c.digested_alert_id, c.created_at
    from app.notification_channels as c
    inner join app.tenants as t on t.tenant_id = c.tenant_id
    cross join lateral (
        select max(h.hour_at) as hour_at
        from (values (0), (1)) as d (days)
        cross join lateral (
            select ((p_now at time zone t.time_zone)::date - d.days + make_interval(hours => p_hour)) at time zone t.time_zone as hour_at
        ) as h
        where h.hour_at <= p_now
    ) as last_hour
    where coalesce(c.digested_at, c.created_at) < last_hour.hour_at;
$$;
comment on function ops.due_digests(integer, timestamptz) is 'Channels whose daily digest is due.';

create or replace function core.tg_notifications__count()
returns trigger
language plpgsql
volatile
security definer  -- the caller need not be able to write ops
set search_path = pg_catalog, pg_temp
as $$
begin
    insert into ops.notification_totals as t (channel_type, outcome, notification_count, counted_at)
    select c.channel_type, n.status, count(*), clock_timestamp()
    from new_rows as n
    inner join old_rows as o on o.id = n.id
    inner join app.notification_channels as c on c.id = n.channel_id
    where n.status in ('sent', 'failed', 'dead', 'cancelled') and n.status <> o.status
    group by c.channel_type, n.status
    order by c.channel_type, n.status
    on conflict (channel_type, outcome) do update
    set notification_count = t.notification_count + excluded.notification_count, counted_at = excluded.counted_at;
    return null;
end;
$$;
comment on function core.tg_notifications__count() is 'Counts messages by outcome.';

create or replace trigger count
after update on core.notifications
referencing old table as old_rows new table as new_rows
for each statement execute function core.tg_notifications__count();

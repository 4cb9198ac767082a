-- Metrics of messages. Outcomes that never occurred have the value 0, so that the first one is an increase.
create or replace function ops.notification_metrics()
returns setof ops.metric
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select
        'asinmart_notifications_total', 'counter', 'Messages by type of channel and what became of them.',
        jsonb_build_object('channel', c.channel_type, 'outcome', o.outcome), coalesce(t.notification_count, 0)
    from unnest(array['email', 'slack', 'webhook']) as c (channel_type)
    cross join unnest(array['sent', 'failed', 'dead', 'cancelled']) as o (outcome)
    left join ops.notification_totals as t on t.channel_type = c.channel_type and t.outcome = o.outcome;
$$;
comment on function ops.notification_metrics() is 'Part of api.metrics: messages by outcome.';

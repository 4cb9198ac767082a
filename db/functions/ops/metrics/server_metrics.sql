-- Metrics of the server, and the ages from which the doctor warns, so that alerts have the same limits.
create or replace function ops.server_metrics(p_now timestamptz)
returns setof ops.metric
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select m.metric, 'gauge', m.description, '{}', m.value
    from (
        values
            ('asinmart_notify_queue_usage_ratio', 'How full the queue of notifications is, 0-1.', pg_notification_queue_usage()),
            (
                'asinmart_oldest_transaction_timestamp_seconds', 'Since when the oldest transaction of the server is open; 0: none is.',
                (select coalesce(extract(epoch from min(t.started_at)), 0) from ops.open_transactions() as t)
            ),
            (
                'asinmart_transaction_ids_used_ratio', 'Transaction ids used of those before a wraparound, 0-1, in the worst database.',
                (select max(greatest(age(d.datfrozenxid), mxid_age(d.datminmxid))) / (2 ^ 31 - 3000000) from pg_database as d)
            ),
            (
                'asinmart_orphaned_jobs', 'Jobs in pg_cron whose role was dropped.',
                (select count(*) from ops.orphaned_jobs() as o)
            )
    ) as m (metric, description, value)
    union all
    select
        'asinmart_max_age_seconds', 'gauge', 'Age from which the doctor warns.', jsonb_build_object('of', s.subject),
        extract(epoch from ops.setting(s.name)::interval)
    from (
        values ('heartbeat', 'heartbeat_max_age'), ('worker', 'worker_max_age'), ('transaction', 'transaction_max_age')
    ) as s (subject, name)
    union all
    select
        'asinmart_days_late', 'gauge', 'Days that the newest day of a marketplace with tracked products is before the one that is due.',
        jsonb_build_object('marketplace', n.marketplace), greatest(n.expected_day - n.newest_day, 0)
    from ops.newest_days(p_now) as n;
$$;
comment on function ops.server_metrics(timestamptz) is 'Part of api.metrics: the server, late days, and the limits of the doctor.';

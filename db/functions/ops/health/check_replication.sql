-- How far the standbys are behind, and what replication slots keep for standbys that do not come. How far a standby is stands in
-- pg_stat_replication for members of pg_read_all_stats only; everybody sees how much its slot keeps for it. Never critical: the
-- API answers without a standby.
create or replace function ops.check_replication(p_now timestamptz)
returns table (check_name text, status text, detail text, advice text)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    with here as (
        select
            pg_is_in_recovery() as is_standby,
            p_now - pg_last_xact_replay_timestamp() as replay_age,
            case when pg_is_in_recovery() then pg_last_wal_replay_lsn() else pg_current_wal_lsn() end as position
    ),
    slots as (
        select s.slot_name, s.active_pid, s.wal_status, pg_wal_lsn_diff(h.position, s.restart_lsn) as bytes
        from pg_replication_slots as s
        cross join here as h
    ),
    found as (
        select
            coalesce(h.replay_age > interval '5 minutes', true)
                and (not exists (select from pg_stat_wal_receiver) or pg_last_wal_receive_lsn() > h.position) as is_late,
            'this server is a standby; the last change that it replayed is '
                || coalesce(date_trunc('second', h.replay_age) || ' old', 'unknown') as sentence,
            'See pg_stat_wal_receiver and the log of this server: it does not receive, or a long query holds up the replay.' as advice
        from here as h
        where h.is_standby
        union all
        select
            coalesce(l.bytes > 256 * 1024 ^ 2, false) or coalesce(r.replay_lag > interval '5 minutes', false),
            format('standby %s is ', coalesce(s.slot_name, nullif(r.application_name, ''), r.pid::text))
                || coalesce(pg_size_pretty(l.bytes) || ' behind', 'connected')
                || coalesce(' (' || date_trunc('second', r.replay_lag) || ')', ''),
            'A standby lags: see its log, and pg_stat_activity there for long queries that hold up the replay.'
        from pg_stat_replication as r
        cross join here as h
        left join slots as s on s.active_pid = r.pid
        cross join lateral (select coalesce(pg_wal_lsn_diff(h.position, r.replay_lsn), s.bytes) as bytes) as l
        where r.application_name <> 'pg_basebackup'
        union all
        select
            true,
            format('slot %s ', s.slot_name) || case
                when s.wal_status = 'lost' then 'has lost what its standby needs'
                else format('is not in use and keeps %s of WAL', pg_size_pretty(s.bytes))
            end,
            format('Start the standby of slot %1$s, or drop the slot: select pg_drop_replication_slot(%1$L). ', s.slot_name)
                || 'What a slot keeps can fill the disk. A standby whose slot has lost WAL is made anew (docs/operations/replica.md).'
        from slots as s
        where s.active_pid is null and (s.bytes is not null or s.wal_status = 'lost')
    )
    select
        'replication',
        case when coalesce(bool_or(f.is_late), false) then 'warning' else 'ok' end,
        coalesce(string_agg(f.sentence, '; ' order by f.sentence), 'no standby and no replication slot'),
        string_agg(distinct f.advice, ' ') filter (where f.is_late)
    from found as f;
$$;
comment on function ops.check_replication(timestamptz) is 'Part of ops.doctor: standbys that lag, and slots that keep WAL without a standby.';

-- Never critical: without an archive everything else works, and a critical check takes the API out of service.
create or replace function ops.check_archiving(p_now timestamptz)
returns table (check_name text, status text, detail text, advice text)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    with verdict as (
        select
            a.mode = 'off' or a.is_standby as is_idle,
            a.failing_wal is not null as is_failing,
            coalesce(a.archived_at, a.begun_at) < p_now - ops.setting('archive_max_age')::interval
                and (a.archived_at is null or a.waiting_segments > 0) as is_late,
            a.timeout = interval '0' as is_unbounded,
            case
                when a.mode = 'off' then 'switched off (archive_mode): dumps alone protect this database'
                when a.is_standby then 'this server is a standby: see the primary'
                else coalesce('WAL file ' || a.failing_wal || ' could not be archived; ', '')
                    || coalesce('last archived ' || date_trunc('second', p_now - a.archived_at) || ' ago', 'nothing was archived')
                    || coalesce('; ' || nullif(a.waiting_segments, 0) || ' segments wait', '')
            end as sentence
        from ops.archiver as a
    )
    select
        'archiving',
        case when not v.is_idle and (v.is_failing or v.is_late or v.is_unbounded) then 'warning' else 'ok' end,
        v.sentence || case when v.is_unbounded and not v.is_idle then '; archive_timeout is 0' else '' end,
        case
            when v.is_failing or v.is_late
                then 'The log of PostgreSQL has the error of archive_command. WAL fills the disk until it works again.'
            else 'Set archive_timeout to 60s: a quiet server otherwise archives its last changes hours later.'
        end
    from verdict as v;
$$;
comment on function ops.check_archiving(timestamptz) is 'Part of ops.doctor: whether WAL reaches the archive.';

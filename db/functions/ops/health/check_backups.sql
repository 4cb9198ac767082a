-- Never critical: see ops.check_archiving. A server that neither archives nor ever recorded a backup is protected by dumps,
-- or not at all, which this database cannot know.
create or replace function ops.check_backups(p_now timestamptz)
returns table (check_name text, status text, detail text, advice text)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    with known as (
        select
            max(b.finished_at) as finished_at,
            max(b.finished_at) filter (where b.kind = 'full') as full_finished_at,
            count(*) as backup_count
        from ops.backups as b
    ),
    results as (
        select
            max(r.recorded_at) filter (where r.action = 'check') as checked_at,
            max(r.fault) filter (where r.action = 'check') as check_fault,
            max(r.fault) filter (where r.action = 'backup') as backup_fault,
            count(*) as result_count
        from ops.backup_results as r
    ),
    faults as (
        select
            array_remove(array[
                case when k.backup_count = 0 then 'no backup is recorded' end,
                case when k.finished_at < p_now - s.max_age
                    then 'the last backup ended ' || date_trunc('second', p_now - k.finished_at) || ' ago'
                end,
                case when k.backup_count > 0 and coalesce(k.full_finished_at, '-infinity') < p_now - s.full_max_age
                    then 'no full backup is younger than ' || s.full_max_age
                end,
                'the last try failed: ' || r.backup_fault,
                'the last check found: ' || r.check_fault,
                case when k.backup_count > 0 and coalesce(r.checked_at, '-infinity') < p_now - s.full_max_age
                    then 'the repository was not checked for ' || s.full_max_age
                end
            ], null) as found,
            k.backup_count, k.finished_at, r.result_count,
            exists (select from ops.archiver as a where a.mode <> 'off' and not a.is_standby) as is_archiving
        from known as k
        cross join results as r
        cross join (
            select ops.setting('backup_max_age')::interval as max_age, ops.setting('backup_full_max_age')::interval as full_max_age
        ) as s
    )
    select
        'backups',
        case when cardinality(f.found) > 0 and (f.is_archiving or f.result_count > 0) then 'warning' else 'ok' end,
        case when cardinality(f.found) > 0
            then array_to_string(f.found, '; ')
            else format('%s backups, the last ended %s ago', f.backup_count, date_trunc('second', p_now - f.finished_at))
        end,
        'As postgres run asinmart-backup diff, then asinmart-backup check: each says what is wrong (docs/operations/backup.md).'
    from faults as f;
$$;
comment on function ops.check_backups(timestamptz) is 'Part of ops.doctor: age of the last backups, and what the last check of the repository found.';

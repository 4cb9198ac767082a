-- A partition has a day to be archived; the worker tries again by itself.
create or replace function ops.check_archives(p_now timestamptz)
returns table (check_name text, status text, detail text, advice text)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select
        'archives',
        case when count(w.id) > 0 then 'warning' else 'ok' end,
        coalesce(
            string_agg(
                format(
                    '%s waits for its archive%s', w.partition_name,
                    coalesce(': ' || w.error, ' since ' || date_trunc('second', l.detached_at))
                ),
                '; ' order by l.from_at, w.partition_name
            ) filter (where w.id is not null),
            'no partition waits for its archive'
        ),
        'It is not dropped meanwhile. Start a worker with ASINMART_ARCHIVE_URL, or run asinmart archive run and read what it says.'
    from (values (1)) as one (n)
    left join (
        ops.archive_work() as w
        inner join ops.retention_log as l on l.id = w.id
    ) on w.error is not null or l.detached_at < p_now - interval '1 day';
$$;
comment on function ops.check_archives(timestamptz) is 'Part of ops.doctor: detached partitions that are not archived.';

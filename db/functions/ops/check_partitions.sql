create or replace function ops.check_partitions(p_now timestamptz)
returns table (check_name text, status text, detail text, advice text)
language sql
stable
set search_path = ''
as $$
    select
        'partitions ahead',
        case when count(*) > 0 then 'warning' else 'ok' end,
        coalesce(
            'not made for 45 days ahead: ' || string_agg(p.parent, ', ' order by p.parent),
            'every partitioned table is ready for 45 days'
        ),
        'A run makes what it needs; still, see job ensure-partitions in ops.job_runs.'
    from ops.partition_policies as p
    where p.months_ahead >= 2
        and to_regclass(
            'partitions.' || split_part(p.parent, '.', 2) || to_char(p_now + interval '45 days', '_YYYY_MM')
        ) is null;
$$;
comment on function ops.check_partitions(timestamptz) is 'Part of ops.doctor: partitions for the coming 45 days.';

-- Half of premake must be there: the job that makes partitions runs every day. What is past its retention has two days of grace,
-- for the same reason.
create or replace function ops.check_partitions(p_now timestamptz)
returns table (check_name text, status text, detail text, advice text)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select
        'partitions ahead',
        case when count(*) > 0 then 'warning' else 'ok' end,
        coalesce(
            'not made far enough ahead: ' || string_agg(p.parent, ', ' order by p.parent),
            'every partitioned table is ready for half its premake'
        ),
        'A run makes what it needs; still, see job ensure-partitions in ops.job_runs.'
    from ops.partition_policies as p
    where p.is_active
        and not exists (
            select from ops.partition_bounds(p.parent) as b
            where b.from_at <= p_now + p.premake / 2 and b.to_at > p_now + p.premake / 2
        )
    union all
    select
        'partitions half detached',
        case when count(*) > 0 then 'warning' else 'ok' end,
        coalesce(string_agg(i.inhrelid::regclass::text, ', ' order by i.inhrelid::regclass::text), 'none'),
        'A DETACH CONCURRENTLY runs or was cancelled; job apply-retention finishes it: call ops.run_job(''apply-retention'', ''manual'').'
    from ops.partition_policies as p
    inner join pg_catalog.pg_inherits as i on i.inhparent = to_regclass(p.parent) and i.inhdetachpending
    union all
    select
        'retention',
        case when count(*) > 0 then 'warning' else 'ok' end,
        coalesce(string_agg(k.sentence, '; ' order by k.sentence), 'nothing is kept longer than its policy says'),
        'See select * from ops.retention_plan() and change ops.partition_policies, or do what it names.'
    from (
        select format('%s: %s', c.parent, c.reason) as sentence
        from ops.retention_conflicts() as c
        union
        select format('%s outlived its retention: %s', s.partition_name, s.reason)
        from ops.retention_plan(p_now) as s
        inner join ops.partition_policies as p on p.parent = s.parent
        where s.to_at <= p_now - p.retain - interval '2 days'
            and s.reason !~ ' goes first$'
            and exists (select from pg_catalog.pg_inherits as i where i.inhrelid = s.partition_name::regclass)
    ) as k;
$$;
comment on function ops.check_partitions(timestamptz) is 'Part of ops.doctor: partitions ahead, half detached, past their retention.';

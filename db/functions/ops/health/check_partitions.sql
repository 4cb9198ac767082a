-- Partitions for half of premake must exist: the job that creates them runs every day. A partition past its retention
-- has two days of grace, for the same reason.
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
            'not created far enough ahead: ' || string_agg(p.parent, ', ' order by p.parent),
            'every partitioned table has partitions for half its premake'
        ),
        'Runs create the partitions they need; see in ops.job_runs why job ensure-partitions did not.'
    from ops.partition_policies as p
    where p.is_active
        and not exists (
            select from ops.partition_bounds(p.parent) as b
            where b.from_at <= p_now + p.premake / 2 and b.to_at > p_now + p.premake / 2
        )
    union all
    -- No migration makes one: rows in it block the partition that they belong to.
    select
        'default partitions',
        case when count(*) filter (where pg_relation_size(c.oid) > 0) > 0 then 'warning' else 'ok' end,
        coalesce(string_agg(c.oid::regclass::text, ', ' order by c.oid::regclass::text) filter (where pg_relation_size(c.oid) > 0), 'none has rows'),
        'Move its rows into a new partition and drop it.'
    from ops.partition_policies as p
    inner join pg_catalog.pg_partitioned_table as t on t.partrelid = to_regclass(p.parent) and t.partdefid <> 0
    inner join pg_catalog.pg_class as c on c.oid = t.partdefid
    union all
    select
        'partitions half detached',
        case when count(*) > 0 then 'warning' else 'ok' end,
        coalesce(string_agg(i.inhrelid::regclass::text, ', ' order by i.inhrelid::regclass::text), 'none'),
        'A DETACH CONCURRENTLY is running or was cancelled; job apply-retention finishes it: call ops.run_job(''apply-retention'', ''manual'').'
    from ops.partition_policies as p
    inner join pg_catalog.pg_inherits as i on i.inhparent = to_regclass(p.parent) and i.inhdetachpending
    union all
    select
        'retention',
        case when count(*) > 0 then 'warning' else 'ok' end,
        coalesce(string_agg(k.sentence, '; ' order by k.sentence), 'no partition is past its retention'),
        'Run select * from ops.retention_plan(), then change ops.partition_policies or do what the plan says.'
    from (
        select format('%s: %s', c.parent, c.reason) as sentence
        from ops.retention_conflicts() as c
        union
        select format('%s is past its retention: %s', s.partition_name, s.reason)
        from ops.retention_plan(p_now) as s
        inner join ops.partition_policies as p on p.parent = s.parent
        where s.to_at <= p_now - p.retain - interval '2 days'
            and s.reason !~ ' goes first$'
            and exists (select from pg_catalog.pg_inherits as i where i.inhrelid = s.partition_name::regclass)
    ) as k;
$$;
comment on function ops.check_partitions(timestamptz) is 'Part of ops.doctor: missing, default, half detached and expired partitions.';

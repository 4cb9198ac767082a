-- Job: partitions of every active policy, from the one before the current to premake ahead. A run creates the ones it
-- needs itself, so a missed day here costs nothing.
create or replace function ops.ensure_partitions(p_now timestamptz default now())
returns ops.job_slice
language sql
volatile
security definer  -- asinmart_admin runs jobs manually and owns nothing
set search_path = pg_catalog, pg_temp
as $$
    select count(*) filter (where ops.ensure_partition(s.parent, s.day)), false
    from (
        select p.parent, n.moment::date as day
        from ops.partition_policies as p
        cross join lateral (
            select ('1 ' || p.partition_by)::interval as step, date_trunc(p.partition_by, p_now at time zone 'UTC') as now_from
        ) as u
        cross join lateral generate_series(u.now_from - u.step, u.now_from + p.premake, u.step) as n (moment)
        where p.is_active and n.moment::date >= coalesce(p.horizon, '-infinity')
    ) as s;
$$;
comment on function ops.ensure_partitions(timestamptz) is 'Job: creates the partitions of the coming months and days.';
grant execute on function ops.ensure_partitions(timestamptz) to asinmart_admin;

select ops.ensure_partitions();

-- The job: partitions of every policy from last month to months_ahead. A run makes the ones it needs itself, so a missed
-- day here costs nothing.
create or replace function ops.ensure_partitions(p_now timestamptz default now())
returns ops.job_slice
language sql
volatile
security definer  -- asinmart_admin runs jobs by hand and owns nothing
set search_path = ''
as $$
    select
        count(*) filter (where ops.ensure_partition(p.parent, (p_now + n.month * interval '1 month')::date)),
        false
    from ops.partition_policies as p
    cross join lateral generate_series(-1, p.months_ahead) as n (month);
$$;
comment on function ops.ensure_partitions(timestamptz) is 'Job: makes the partitions of the coming months.';
grant execute on function ops.ensure_partitions(timestamptz) to asinmart_admin;

select ops.ensure_partitions();

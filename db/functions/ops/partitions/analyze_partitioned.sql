-- Job: statistics of partitioned tables as a whole, which autovacuum never collects; without them joins and groupings
-- over a parent are planned by guess. One table per slice, the one that has waited longest. A table is due when it was
-- never analyzed; after half a day, when a partition was analyzed since, by autovacuum or a run; after a week, when
-- anything was written.
-- ANALYZE of the parent may itself analyze its partitions moments later, so their last_analyze counts only from an hour
-- later.
create or replace function ops.analyze_partitioned(p_now timestamptz default now())
returns ops.job_slice
language plpgsql
volatile
security definer  -- asinmart_admin runs jobs manually and owns nothing
set search_path = pg_catalog, pg_temp
as $$
declare
    v_parent regclass;
    v_count integer := 0;
begin
    -- Reads the statistics again: the previous slice has just analyzed a table.
    perform pg_stat_clear_snapshot();
    select whole.relid::regclass into v_parent
    from ops.partition_policies as p
    inner join pg_catalog.pg_stat_all_tables as whole on whole.relid = to_regclass(p.parent)
    cross join lateral (
        select
            max(greatest(s.last_analyze - interval '1 hour', s.last_autoanalyze)) as analyzed_at,
            sum(s.n_mod_since_analyze) as changed_rows
        from ops.partition_bounds(p.parent) as b
        inner join pg_catalog.pg_stat_all_tables as s on s.relid = b.relation_oid
    ) as parts
    where whole.last_analyze is null
        or (whole.last_analyze < p_now - interval '12 hours' and parts.analyzed_at > whole.last_analyze)
        or (whole.last_analyze < p_now - interval '7 days' and parts.changed_rows > 0)
    order by whole.last_analyze nulls first, p.parent
    limit 1;
    if found then
        execute ops.analyze_statement(v_parent);
        v_count := 1;
    end if;
    return row(v_count, v_count > 0)::ops.job_slice;
end;
$$;
comment on function ops.analyze_partitioned(timestamptz) is 'Job: analyzes the partitioned tables whose partitions changed.';
grant execute on function ops.analyze_partitioned(timestamptz) to asinmart_admin;

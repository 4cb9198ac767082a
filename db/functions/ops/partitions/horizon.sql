-- Retention removed the days before it: they are no longer written or audited.
create or replace function ops.horizon(p_parent text)
returns date
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select coalesce((select p.horizon from ops.partition_policies as p where p.parent = p_parent), '-infinity');
$$;
comment on function ops.horizon(text) is 'First day that is kept of a partitioned table; -infinity while nothing was removed.';

create or replace function ops.bound_suffix(p_parent text)
returns text
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select case when a.atttypid = 'pg_catalog.timestamptz'::pg_catalog.regtype then ' 00:00:00+00' else '' end
    from pg_catalog.pg_partitioned_table as p
    inner join pg_catalog.pg_attribute as a on a.attrelid = p.partrelid and a.attnum = p.partattrs[0]
    where p.partrelid = p_parent::pg_catalog.regclass;
$$;
comment on function ops.bound_suffix(text) is 'Text that a partition bound of the table needs after the date: UTC midnight for instants, nothing for days.';

-- Reads bounds from the catalog, never from names. Settings are pinned because bounds are printed and parsed as text. A
-- default partition has no bounds. No row for an unknown table.
create or replace function ops.partition_bounds(p_parent text)
returns table (
    partition_name text,
    relation_oid oid,
    bound text,
    from_at timestamptz,
    to_at timestamptz,
    is_detaching boolean
)
language sql
stable
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set datestyle = 'ISO'
as $$
    with partitions as materialized (
        select c.oid, i.inhdetachpending, pg_get_expr(c.relpartbound, c.oid) as bound
        from pg_catalog.pg_inherits as i
        inner join pg_catalog.pg_class as c on c.oid = i.inhrelid
        where i.inhparent = to_regclass(p_parent)
    ),
    limited as materialized (
        select p.*, regexp_match(p.bound, 'FROM \((.*)\) TO \((.*)\)') as limits
        from partitions as p
    )
    select
        b.oid::regclass::text,
        b.oid,
        b.bound,
        replace(replace(b.limits[1], 'MINVALUE', '-infinity'), '''', '')::timestamptz,
        replace(replace(b.limits[2], 'MAXVALUE', 'infinity'), '''', '')::timestamptz,
        b.inhdetachpending
    from limited as b
    order by 4, 1;
$$;
comment on function ops.partition_bounds(text) is 'Partitions of a table with their bounds as instants, the oldest first.';

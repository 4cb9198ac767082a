-- The columns of a row that following its cells needs: the cells, those of the same row that they are computed from, the columns by
-- which input rows are found, the key, and of facts their origin.
create or replace function ops.explained_columns(
    p_relation text,
    p_columns text[]
)
returns text[]
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
    return (
        with recursive cells as (
            select unnest(p_columns) as column_name
            union
            select substring(a.argument from '^cell\.(.*)')
            from cells as c
            inner join ops.lineage as l on l.relation = p_relation and l.column_name = c.column_name
            cross join lateral unnest(l.arguments) as a (argument)
            where a.argument like 'cell.%'
        )
        select array_agg(distinct n.name order by n.name)
        from (
            select c.column_name as name from cells as c
            union all
            select unnest(k.key_columns) from ops.lineage_keys as k where k.relation = p_relation
            union all
            select m.name[1]
            from ops.lineage_inputs as i
            cross join lateral regexp_matches(i.condition, '\mc\.([a-z_]+)', 'g') as m (name)
            where i.relation = p_relation and i.input_name in (
                select split_part(a.argument, '.', 1)
                from cells as c
                inner join ops.lineage as l on l.relation = p_relation and l.column_name = c.column_name
                cross join lateral unnest(l.arguments) as a (argument)
            )
            union all
            select 'raw_event_id' where p_relation in ('core.product_snapshots', 'core.bestseller_snapshots', 'core.products', 'core.reviews')
            union all
            select 'extracted_at' where p_relation = 'core.product_features'
            union all
            select 'job_id' where p_relation in (
                'core.product_snapshots', 'core.bestseller_snapshots', 'core.product_metrics_daily', 'core.reviews'
            )
        ) as n
    );
end;
$$;
comment on function ops.explained_columns(text, text[]) is 'Columns of a row that following its cells needs.';

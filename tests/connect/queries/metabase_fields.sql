-- Metabase 0.57, sync of a PostgreSQL database: the columns, their comments, and whether they are of a primary key.
select
    c.table_name,
    c.column_name,
    case when c.udt_schema in ('public', 'pg_catalog') then c.udt_name else format('"%%s"."%%s"', c.udt_schema, c.udt_name) end as database_type,
    c.ordinal_position - 1 as database_position,
    k.column_name is not null as is_pk,
    col_description(format('%%I.%%I', c.table_schema, c.table_name)::regclass::oid, c.ordinal_position) as field_comment
from information_schema.columns as c
left join (
    select t.table_schema, t.table_name, u.column_name
    from information_schema.table_constraints as t
    inner join information_schema.key_column_usage as u
        on t.constraint_name = u.constraint_name and t.table_schema = u.table_schema and t.table_name = u.table_name
    where t.constraint_type = 'PRIMARY KEY'
) as k on c.table_schema = k.table_schema and c.table_name = k.table_name and c.column_name = k.column_name
where c.table_schema !~ '^information_schema|catalog_history|pg_' and c.table_schema = 'mart'
order by 1, 4

-- Npgsql 11, NpgsqlConnection.GetSchema("Columns") of a schema.
select
    table_catalog,
    table_schema,
    table_name,
    column_name,
    ordinal_position,
    is_nullable,
    case when udt_schema is null then udt_name else format_type(t.oid, null) end as data_type,
    numeric_precision,
    numeric_scale
from information_schema.columns
inner join pg_namespace as n on n.nspname = udt_schema
inner join pg_type as t on t.typnamespace = n.oid and t.typname = udt_name
where table_schema = 'mart'

-- Npgsql 11, NpgsqlConnection.GetSchema("Views").
select table_catalog, table_schema, table_name, check_option, is_updatable
from information_schema.views
where table_schema not in ('pg_catalog', 'information_schema')

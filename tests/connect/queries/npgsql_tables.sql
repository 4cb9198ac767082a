-- Npgsql 11, NpgsqlConnection.GetSchema("Tables"), for .NET programs of one's own.
select table_catalog, table_schema, table_name, table_type
from information_schema.tables
where table_type in ('BASE TABLE', 'FOREIGN', 'FOREIGN TABLE') and table_schema not in ('pg_catalog', 'information_schema')

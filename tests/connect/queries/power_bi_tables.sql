-- Power BI Desktop, PostgreSQL connector (Npgsql 4.0): the list of the navigator.
select table_schema, table_name, table_type
from information_schema.tables
where table_schema not in ('information_schema', 'pg_catalog')
order by table_schema, table_name

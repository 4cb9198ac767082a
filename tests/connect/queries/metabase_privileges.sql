-- Metabase 0.57, sync of a PostgreSQL database: what the login may read. The tables of the sync are filtered by it.
with table_privileges as (
    select
        t.schemaname as schema,
        t.objectname as table,
        has_any_column_privilege(current_user, format('"%%s"."%%s"', t.schemaname, t.objectname), 'select') as select
    from (
        select schemaname, tablename as objectname from pg_catalog.pg_tables
        union
        select schemaname, viewname from pg_catalog.pg_views
        union
        select schemaname, matviewname from pg_catalog.pg_matviews
    ) as t
    where t.schemaname !~ '^pg_' and t.schemaname <> 'information_schema'
        and has_schema_privilege(current_user, t.schemaname, 'usage')
)
select p.schema, p.table
from table_privileges as p
where p.select

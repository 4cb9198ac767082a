create or replace function ops.cron_schema()
returns name
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select n.nspname
    from pg_catalog.pg_extension as e
    inner join pg_catalog.pg_namespace as n on n.nspname = 'cron'
    where e.extname = 'pg_cron';
$$;
comment on function ops.cron_schema() is 'Schema of pg_cron; null when it is not installed in this database.';

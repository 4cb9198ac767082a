-- The columns of a table of reports that its reports fill, in order, and whether they are part of its key.
create or replace function sqp.table_columns(p_table regclass)
returns table (name name, place integer, is_key boolean)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select a.attname, a.attnum::integer, a.attnum = any (i.indkey::smallint[])
    from pg_attribute as a
    inner join pg_index as i on i.indrelid = a.attrelid and i.indisprimary
    where a.attrelid = p_table and a.attnum > 0 and not a.attisdropped
        and a.attname not in ('tenant_id', 'marketplace', 'period_type', 'start_date', 'end_date', 'known_from_at');
$$;
comment on function sqp.table_columns(regclass) is 'Columns of a table of reports besides tenant, marketplace, period and time.';

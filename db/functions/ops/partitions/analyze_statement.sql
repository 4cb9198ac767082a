-- Before version 18 ANALYZE of a parent also analyzes all partitions, each with a sample of fixed size whatever its
-- rows. JSON and bytes are left out: no query joins by them, and fetching them is most of the work. With a column list
-- ANALYZE also leaves the change counters unchanged by which autovacuum decides about the partitions.
create or replace function ops.analyze_statement(p_parent regclass)
returns text
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select format(
        'analyze %s%s (%s)',
        case when current_setting('server_version_num')::integer >= 180000 then 'only ' end,
        p_parent,
        string_agg(quote_ident(a.attname), ', ' order by a.attnum)
    )
    from pg_catalog.pg_attribute as a
    where a.attrelid = p_parent
        and a.attnum > 0
        and not a.attisdropped
        and a.atttypid not in ('pg_catalog.jsonb'::regtype, 'pg_catalog.json'::regtype, 'pg_catalog.bytea'::regtype);
$$;
comment on function ops.analyze_statement(regclass) is 'The ANALYZE statement for a partitioned table as a whole.';

-- The statement that inserts the rows that the slice offers to a table of reports and that are not there. $1 tenant, $2 since when they
-- are known.
create or replace function sqp.insert_rows_statement(p_table regclass)
returns text
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select format(
        'insert into %s (tenant_id, marketplace, period_type, start_date, end_date, %s, known_from_at)
        select $1, o.marketplace, o.period_type, o.start_date, o.end_date, %s, $2
        from (%s) as o
        on conflict do nothing',
        p_table, string_agg(quote_ident(c.name), ', ' order by c.place), string_agg(format('o.%I', c.name), ', ' order by c.place),
        sqp.offered_rows_statement(p_table)
    )
    from sqp.table_columns(p_table) as c;
$$;
comment on function sqp.insert_rows_statement(regclass) is 'Statement text that inserts the rows that a slice offers to a table of reports.';

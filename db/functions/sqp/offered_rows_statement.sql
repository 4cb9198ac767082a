-- The query for the rows that the slice offers to a table of reports (sqp.report_tables). $1 tenant. A product that a later arrival
-- reported alone is left out. Dynamic, because each table has its own columns.
create or replace function sqp.offered_rows_statement(p_table regclass)
returns text
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select format(
        'select s.marketplace, s.period_type, s.start_date, s.end_date, %s
        from pg_temp.seller_report_rows as s
        inner join pg_temp.seller_reports as n
            on n.report = s.report and n.marketplace = s.marketplace and n.period_type = s.period_type and n.start_date = s.start_date
            and n.end_date = s.end_date and n.covers = case when s.covered is null then ''all'' else s.scope end
        where s.report = %L and s.reject_code is null and s.row_key is not null
            and (s.covered is not null or s.scope is null or not exists (
                select from sqp.reported_periods as l
                where l.tenant_id = $1 and l.report = s.report and l.marketplace = s.marketplace and l.period_type = s.period_type
                    and l.start_date = s.start_date and l.end_date = s.end_date and l.covers = s.scope and l.raw_event_id > n.raw_event_id
            ))',
        string_agg(format('(s.%I).%I', k.line, c.name), ', ' order by c.place), k.report
    )
    from sqp.report_tables() as k
    cross join lateral sqp.table_columns(p_table) as c
    where format('sqp.%I', k.report)::regclass = p_table
    group by k.report;
$$;
comment on function sqp.offered_rows_statement(regclass) is 'Query text for the rows that a slice offers to a table of reports.';

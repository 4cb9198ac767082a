-- The statement that removes from a table of reports the rows that the withdrawn reports in pg_temp.seller_reports brought. $1 tenant, $2
-- since when they were known. A row that a later report gave too stays, known since that report.
create or replace function sqp.withdraw_rows_statement(p_table regclass)
returns text
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select format(
        'with brought as (
            select t.marketplace, t.period_type, t.start_date, t.end_date, %1$s, later.known_at
            from pg_temp.seller_reports as n
            inner join %2$s as t
                on t.tenant_id = $1 and t.marketplace = n.marketplace and t.period_type = n.period_type and t.start_date = n.start_date
                and t.end_date = n.end_date and %3$s
            cross join lateral (%4$s) as later
            where n.report = %5$L and t.known_from_at = $2
        ),
        dated as (
            update %2$s as t set known_from_at = o.known_at
            from brought as o
            where t.tenant_id = $1 and %6$s and o.known_at is not null
        )
        delete from %2$s as t
        using brought as o
        where t.tenant_id = $1 and %6$s and o.known_at is null',
        coalesce(string_agg(format('t.%I', c.name), ', ' order by c.place) filter (where c.is_key), 'null as item'),
        p_table, k.holds, sqp.later_report_query(k.part), k.report,
        'o.marketplace = t.marketplace and o.period_type = t.period_type and o.start_date = t.start_date and o.end_date = t.end_date'
        || coalesce(string_agg(format(' and o.%1$I = t.%1$I', c.name), '' order by c.place) filter (where c.is_key), '')
    )
    from sqp.report_tables() as k
    cross join lateral sqp.table_columns(p_table) as c
    where format('sqp.%I', k.report)::regclass = p_table
    group by k.report, k.holds, k.part;
$$;
comment on function sqp.withdraw_rows_statement(regclass) is 'Statement text that removes the rows that withdrawn reports brought to a table.';

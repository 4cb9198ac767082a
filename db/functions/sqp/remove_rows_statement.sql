-- The statement that moves the rows of a table of reports that the slice changed or left out to sqp.replaced_rows. $1 tenant, $2 until
-- when they were known. A product that a later arrival reported alone keeps its row.
create or replace function sqp.remove_rows_statement(p_table regclass)
returns text
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select format(
        'with offered as materialized (%s),
        removed as (
            delete from %s as t
            using pg_temp.seller_reports as n
            where t.tenant_id = $1 and n.report = %L and n.marketplace = t.marketplace and n.period_type = t.period_type
                and n.start_date = t.start_date and n.end_date = t.end_date and %s
                and not exists (
                    select from offered as o
                    where o.marketplace = t.marketplace and o.period_type = t.period_type and o.start_date = t.start_date
                        and o.end_date = t.end_date%s and row(%s) is not distinct from row(%s)
                )
                and not exists (
                    select from sqp.reported_periods as l
                    where l.tenant_id = $1 and l.report = n.report and l.marketplace = n.marketplace and l.period_type = n.period_type
                        and l.start_date = n.start_date and l.end_date = n.end_date and l.covers = %s and l.raw_event_id > n.raw_event_id
                )
            returning t.*
        )
        insert into sqp.replaced_rows (
            tenant_id, report, marketplace, period_type, start_date, row_values, known_from_at, known_until_at
        )
        select r.tenant_id, %L, r.marketplace, r.period_type, r.start_date, to_jsonb(r) - ''tenant_id'', r.known_from_at, $2
        from removed as r',
        sqp.offered_rows_statement(p_table), p_table, k.report, k.holds,
        string_agg(format(' and o.%1$I = t.%1$I', c.name), '' order by c.place) filter (where c.is_key),
        string_agg(format('o.%I', c.name), ', ' order by c.place), string_agg(format('t.%I', c.name), ', ' order by c.place), k.part, k.report
    )
    from sqp.report_tables() as k
    cross join lateral sqp.report_columns(p_table) as c
    where format('sqp.%I', k.report)::regclass = p_table
    group by k.report, k.holds, k.part;
$$;
comment on function sqp.remove_rows_statement(regclass) is 'Statement text that removes the rows of a table of reports that a slice replaces.';

-- The statement that moves the rows of a table of reports that the slice changed or left out to sqp.replaced_rows. $1 tenant, $2 until
-- when they were known. A product that a later arrival reported alone keeps its row. A set difference, not an anti-join: what the slice
-- offers has no statistics, and an anti-join of two hundred thousand rows that is planned for one is quadratic.
create or replace function sqp.remove_rows_statement(p_table regclass)
returns text
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select format(
        'with replaced as (
            select t.marketplace, t.period_type, t.start_date, t.end_date, %s
            from pg_temp.seller_reports as n
            inner join %s as t
                on t.tenant_id = $1 and t.marketplace = n.marketplace and t.period_type = n.period_type and t.start_date = n.start_date
                and t.end_date = n.end_date and %s
            where n.report = %L
                and (n.covers <> ''all'' or not exists (
                    select from sqp.reported_periods as l
                    where l.tenant_id = $1 and l.report = n.report and l.marketplace = n.marketplace and l.period_type = n.period_type
                        and l.start_date = n.start_date and l.end_date = n.end_date and l.covers = %s and l.raw_event_id > n.raw_event_id
                ))
            except
            %s
        ),
        removed as (
            delete from %s as t
            using replaced as o
            where t.tenant_id = $1 and t.marketplace = o.marketplace and t.period_type = o.period_type and t.start_date = o.start_date
                and t.end_date = o.end_date%s
            returning t.*
        )
        insert into sqp.replaced_rows (
            tenant_id, report, marketplace, period_type, start_date, row_values, known_from_at, known_until_at
        )
        select r.tenant_id, %L, r.marketplace, r.period_type, r.start_date, to_jsonb(r) - ''tenant_id'', r.known_from_at, $2
        from removed as r',
        string_agg(format('t.%I', c.name), ', ' order by c.place), p_table, k.holds, k.report, k.part,
        sqp.offered_rows_statement(p_table), p_table,
        string_agg(format(' and o.%1$I = t.%1$I', c.name), '' order by c.place) filter (where c.is_key), k.report
    )
    from sqp.report_tables() as k
    cross join lateral sqp.table_columns(p_table) as c
    where format('sqp.%I', k.report)::regclass = p_table
    group by k.report, k.holds, k.part;
$$;
comment on function sqp.remove_rows_statement(regclass) is 'Statement text that removes the rows of a table of reports that a slice replaces.';

-- The statement that puts back to a table of reports, from sqp.replaced_rows, the rows that the withdrawn reports in pg_temp.seller_reports
-- had replaced, and forgets those that they brought. $1 tenant, $2 since when the withdrawn reports were known. Where a later report of
-- the same rows stands, they stay replaced, by that one.
create or replace function sqp.restore_rows_statement(p_table regclass)
returns text
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select format(
        'with held as (
            select h.report, h.marketplace, h.period_type, h.start_date, h.id, later.known_at
            from pg_temp.seller_reports as n
            inner join sqp.replaced_rows as h
                on h.tenant_id = $1 and h.report = n.report and h.marketplace = n.marketplace and h.period_type = n.period_type
                and h.start_date = n.start_date
            cross join lateral jsonb_populate_record(null::%1$s, h.row_values) as t
            cross join lateral (%2$s) as later
            where n.report = %3$L and t.end_date = n.end_date and %4$s and $2 in (h.known_from_at, h.known_until_at)
        ),
        dated as (
            update sqp.replaced_rows as h
            set row_values = case
                    when h.known_from_at = $2 then jsonb_set(h.row_values, ''{known_from_at}'', to_jsonb(o.known_at))
                    else h.row_values
                end,
                known_from_at = case when h.known_from_at = $2 then o.known_at else h.known_from_at end,
                known_until_at = case when h.known_from_at = $2 then h.known_until_at else o.known_at end
            from held as o
            where h.tenant_id = $1 and h.report = o.report and h.marketplace = o.marketplace and h.period_type = o.period_type
                and h.start_date = o.start_date and h.id = o.id and (h.known_from_at <> $2 or h.known_until_at > o.known_at)
                and o.known_at is not null
        ),
        removed as (
            delete from sqp.replaced_rows as h
            using held as o
            where h.tenant_id = $1 and h.report = o.report and h.marketplace = o.marketplace and h.period_type = o.period_type
                and h.start_date = o.start_date and h.id = o.id
                and (o.known_at is null or (h.known_from_at = $2 and h.known_until_at <= o.known_at))
            returning h.row_values, h.known_from_at
        )
        insert into %1$s (tenant_id, marketplace, period_type, start_date, end_date, %5$s, known_from_at)
        select $1, t.marketplace, t.period_type, t.start_date, t.end_date, %6$s, t.known_from_at
        from removed as r
        cross join lateral jsonb_populate_record(null::%1$s, r.row_values) as t
        where r.known_from_at <> $2
        on conflict do nothing',
        p_table, sqp.later_report_query(k.part), k.report, k.holds,
        string_agg(quote_ident(c.name), ', ' order by c.place), string_agg(format('t.%I', c.name), ', ' order by c.place)
    )
    from sqp.report_tables() as k
    cross join lateral sqp.table_columns(p_table) as c
    where format('sqp.%I', k.report)::regclass = p_table
    group by k.report, k.holds, k.part;
$$;
comment on function sqp.restore_rows_statement(regclass) is 'Statement text that puts back the rows of a table that withdrawn reports had replaced.';

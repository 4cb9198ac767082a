-- Rebuild marts that were damaged, truncated or not restored from core, month by month, each in its own transaction;
-- correct rows are not written. A null bound is no bound. After an interruption, call it again. p_row_count returns the
-- number of rows written.
-- No SET clause and no definer: a procedure that commits may have neither, so every name is qualified.
create or replace procedure ops.rebuild_marts(
    p_from date default null,
    p_to date default null,
    inout p_row_count bigint default 0
)
language plpgsql
as $$
declare
    v_month date;
    v_rows bigint;
begin
    p_row_count := 0;
    foreach v_month in array array(
        select m.month from ops.mart_months(p_from, p_to) as m (month)
        union
        select pg_catalog.date_trunc('month', r.start_date::pg_catalog.timestamp)::pg_catalog.date
        from (
            select a.start_date from sqp.asin_performance_data as a
            union all
            select s.period_start from sqp.brand_product_segments as s
        ) as r
        where r.start_date between coalesce(p_from, '-infinity') and coalesce(p_to, 'infinity')
        order by 1
    )
    loop
        v_rows := ops.rebuild_slice(
            greatest(v_month, coalesce(p_from, '-infinity')),
            least((v_month + interval '1 month - 1 day')::pg_catalog.date, coalesce(p_to, 'infinity'))
        );
        p_row_count := p_row_count + v_rows;
        raise notice '%: % rows written', pg_catalog.to_char(v_month, 'YYYY-MM'), v_rows;
        commit;
    end loop;
    perform ops.resolve_audits(p_from, p_to);
end;
$$;
comment on procedure ops.rebuild_marts(date, date, bigint) is 'Rebuilds the marts from core for a range of days, month by month.';
grant execute on procedure ops.rebuild_marts(date, date, bigint) to asinmart_admin;

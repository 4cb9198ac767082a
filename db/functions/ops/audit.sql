-- Compare each kept mart with its definition over a range of days: rows that one has and the other has not. All zero is the
-- promise of the incremental refresh. One snapshot, so that promotions may go on meanwhile; products with changes that wait in
-- ops.dirty_* are left out. p_asins restricts it to these products; null means all. Begins at the horizon of each mart: what
-- retention took away is no difference.
-- core.product_metrics_daily is not among them: a daily row fixed by hand is right to differ from its observations.
create or replace function ops.audit(
    p_from date default '2000-01-01',
    p_to date default '2100-01-01',
    p_asins text[] default null
)
returns table (table_name text, row_count bigint, missing_count bigint, unexpected_count bigint)
language plpgsql
stable  -- which is what makes all of its statements see one snapshot
security definer  -- whoever may audit need not be able to call the definitions
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
set jit = off
as $$
declare
    v_waiting text[] := array(
        select d.asin from ops.dirty_days as d
        union
        select d.asin from ops.dirty_products as d
        union
        select unnest(array[d.asin_main, d.asin_comp]) from ops.dirty_pairs as d
    );
    v_table name;
    v_day name;
    v_asin name;
    v_other name;
begin
    for v_table, v_day, v_asin, v_other in
        values
            ('product_metrics_delta_daily'::name, 'date'::name, 'asin'::name, 'asin'::name),
            ('product_metrics_rollup', 'as_of', 'asin', 'asin'),
            ('competitor_comparison_daily', 'date', 'asin_main', 'asin_comp')
    loop
        table_name := 'mart.' || v_table;
        execute format(
            $sql$
                with kept as (
                    select t::text as line from mart.%1$I as t
                    where t.%2$I between $1 and $2
                        and ($3 is null or t.%3$I = any ($3)) and t.%3$I <> all ($4) and t.%4$I <> all ($4)
                ),
                defined as (
                    select d::text as line from definitions.%1$I($1, $2) as d
                    where ($3 is null or d.%3$I = any ($3)) and d.%3$I <> all ($4) and d.%4$I <> all ($4)
                )
                select
                    (select count(*) from kept),
                    (select count(*) from (table defined except all table kept) as m),
                    (select count(*) from (table kept except all table defined) as u)
            $sql$,
            v_table, v_day, v_asin, v_other
        )
        into row_count, missing_count, unexpected_count
        using greatest(p_from, ops.horizon(table_name)), p_to, p_asins, v_waiting;
        return next;
    end loop;

    return query
    with kept as (
        select t::text as line from mart.product_latest as t
        where (p_asins is null or t.asin = any (p_asins)) and t.asin <> all (v_waiting)
    ),
    defined as (
        select d::text as line from definitions.product_latest() as d
        where (p_asins is null or d.asin = any (p_asins)) and d.asin <> all (v_waiting)
    )
    select
        'mart.product_latest',
        (select count(*) from kept),
        (select count(*) from (table defined except all table kept) as m),
        (select count(*) from (table kept except all table defined) as u);
end;
$$;
comment on function ops.audit(date, date, text[]) is 'Rows in which a mart and its definition differ, by table; all zero when the marts are right.';
grant execute on function ops.audit(date, date, text[]) to asinmart_admin;

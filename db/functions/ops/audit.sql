-- Compare each kept mart with its definition over a range of days: rows that one has and the other has not. All zero is the
-- promise of the incremental refresh; changes that still wait in ops.dirty_days show as differences. Begins at the horizon of each
-- mart: what retention took away is no difference.
-- core.product_metrics_daily is not among them: a daily row fixed by hand is right to differ from its observations.
create or replace function ops.audit(
    p_from date default '2000-01-01',
    p_to date default '2100-01-01'
)
returns table (table_name text, row_count bigint, missing_count bigint, unexpected_count bigint)
language plpgsql
stable
security definer  -- whoever may audit need not be able to call the definitions
set search_path = ''
set plan_cache_mode = force_custom_plan
as $$
declare
    v_table name;
    v_day name;
begin
    for v_table, v_day in
        values
            ('product_metrics_delta_daily'::name, 'date'::name),
            ('product_metrics_rollup', 'as_of'),
            ('competitor_comparison_daily', 'date')
    loop
        table_name := 'mart.' || v_table;
        execute format(
            $sql$
                with kept as (select t::text as line from mart.%1$I as t where t.%2$I between $1 and $2),
                defined as (select d::text as line from definitions.%1$I($1, $2) as d)
                select
                    (select count(*) from kept),
                    (select count(*) from (table defined except all table kept) as m),
                    (select count(*) from (table kept except all table defined) as u)
            $sql$,
            v_table, v_day
        )
        into row_count, missing_count, unexpected_count
        using greatest(p_from, ops.horizon(table_name)), p_to;
        return next;
    end loop;

    return query
    with kept as (select t::text as line from mart.product_latest as t),
    defined as (select d::text as line from definitions.product_latest() as d)
    select
        'mart.product_latest',
        (select count(*) from kept),
        (select count(*) from (table defined except all table kept) as m),
        (select count(*) from (table kept except all table defined) as u);
end;
$$;
comment on function ops.audit(date, date) is 'Rows in which a mart and its definition differ, by table; all zero when the marts are right.';
grant execute on function ops.audit(date, date) to asinmart_admin;

-- Months in [p_from, p_to] that the daily facts or a mart have a partition for, oldest first. Null is no bound.
create or replace function ops.mart_months(
    p_from date default null,
    p_to date default null
)
returns setof date
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select distinct bounds.month
    from pg_catalog.pg_inherits as i
    inner join pg_catalog.pg_class as c on c.oid = i.inhrelid
    cross join lateral (
        select substring(pg_catalog.pg_get_expr(c.relpartbound, c.oid) from '''(\d{4}-\d\d-\d\d)')::date as month
    ) as bounds
    where i.inhparent::regclass::text in (
            'core.product_metrics_daily', 'mart.product_days', 'mart.competitor_comparison_daily'
        )
        and bounds.month >= date_trunc('month', coalesce(p_from, '-infinity')::timestamp)
        and bounds.month <= coalesce(p_to, 'infinity')
    order by 1;
$$;
comment on function ops.mart_months(date, date) is 'Months that daily facts or marts have partitions for.';
grant execute on function ops.mart_months(date, date) to asinmart_admin;

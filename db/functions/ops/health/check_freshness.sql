-- Days that are due and were not observed, for marketplaces with tracked products: whoever tracks none expects no data.
create or replace function ops.check_freshness()
returns table (check_name text, status text, detail text, advice text)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select
        'freshness',
        case when count(*) > 0 then 'warning' else 'ok' end,
        coalesce(
            string_agg(
                format('the newest day of %s is %s, %s days before the day that is due', f.marketplace, f.newest_day, f.expected_day - f.newest_day),
                '; ' order by f.newest_day, f.marketplace
            ),
            'every marketplace with tracked products has the day that is due'
        ),
        'See checks "fetches" and "runs waiting"; asinmart load brings days that a source still has. What is missing: select * from mart.data_freshness where is_late.'
    from mart.data_freshness as f
    where f.table_name = 'product_latest' and f.is_late and f.tracked_product_count > 0;
$$;
comment on function ops.check_freshness() is 'Part of ops.doctor: marketplaces whose newest day is late.';

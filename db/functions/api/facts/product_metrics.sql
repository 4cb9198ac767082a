-- The range is counted back from the newest observed day, not from today, so that the answer changes only when the data
-- does.
create or replace function api.product_metrics(
    p_asin text,
    p_marketplace text,
    p_range_days integer,
    p_soft_life interval,
    p_from date default null,
    p_to date default null
)
returns table (data_version bigint, body text, computed_at_version bigint)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan  -- planning costs more than running; partitions are pruned at run time
as $$
declare
    v_as_of date;
    v_from date;
    v_to date;
begin
    select l.date into v_as_of
    from mart.product_latest as l
    where l.asin = p_asin and l.marketplace = p_marketplace;
    v_to := coalesce(p_to, v_as_of);
    v_from := coalesce(p_from, v_to - p_range_days + 1);

    return query
    select a.data_version, a.body, a.computed_at_version
    from core.products as p
    left join ops.product_versions as v on v.asin = p.asin and v.marketplace = p.marketplace
    cross join lateral (
        select coalesce(json_agg(r order by r.date), '[]') as days
        from (
            select
                d.date, d.status, d.price, d.list_price, d.buybox_price, d.buybox_seller, d.bsr, d.bsr_category,
                d.bsr_main, d.rating, d.reviews_count, d.in_stock, d.offers_count
            from core.product_metrics_daily as d
            where d.asin = p_asin
                and d.marketplace = p_marketplace
                and d.date >= v_from
                and d.date <= v_to
        ) as r
    ) as series
    cross join lateral api.answer(
        json_build_object('range_days', p_range_days, 'days', series.days),
        p.asin, p.marketplace, coalesce(v.data_version, 0), v_as_of, p_soft_life
    ) as a
    where p.asin = p_asin and p.marketplace = p_marketplace;
end;
$$;
comment on function api.product_metrics(text, text, integer, interval, date, date) is 'Daily metrics of a product over the range up to its newest day, or between two days.';
grant execute on function api.product_metrics(text, text, integer, interval, date, date) to asinmart_api;

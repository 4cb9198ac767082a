create or replace function api.product_rollups(
    p_asin text,
    p_marketplace text,
    p_soft_life interval
)
returns table (data_version bigint, body text, computed_at_version bigint)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan  -- planning costs more than running; partitions are pruned at run time
as $$
declare
    v_as_of date;
begin
    select l.date into v_as_of
    from mart.product_latest as l
    where l.asin = p_asin and l.marketplace = p_marketplace;

    return query
    select a.data_version, a.body, a.computed_at_version
    from core.products as p
    left join ops.product_versions as v on v.asin = p.asin and v.marketplace = p.marketplace
    cross join lateral (
        select coalesce(json_agg(r order by r.window_days), '[]') as windows
        from (
            select
                w.window_days, w.as_of, w.price_avg, w.price_min, w.price_max, w.price_change_pct,
                coalesce(w.price_max >= 100 * w.price_min, false) as has_suspect_price,
                w.bsr_avg, w.bsr_min, w.bsr_max, w.bsr_change_pct, w.rating_avg, w.reviews_delta, w.observed_days, w.expected_days
            from mart.product_metrics_rollup as w
            where w.asin = p_asin and w.marketplace = p_marketplace and w.as_of = v_as_of
        ) as r
    ) as rollups
    cross join lateral api.answer(
        json_build_object('windows', rollups.windows),
        p.asin, p.marketplace, coalesce(v.data_version, 0), v_as_of, p_soft_life
    ) as a
    where p.asin = p_asin and p.marketplace = p_marketplace;
end;
$$;
comment on function api.product_rollups(text, text, interval) is 'The 7-, 30- and 90-day windows up to a product''s newest observed day.';
grant execute on function api.product_rollups(text, text, interval) to asinmart_api;

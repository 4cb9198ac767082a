-- Bring the segments of changed products and periods up to date with their definition, writing only rows that differ; returns
-- their number. A period changes its own segment, the month it lies in, and what the next week and month compare with. A product
-- whose brand changed is computed anew for all its periods.
create or replace function sqp.refresh_brand_product_segments(p_now timestamptz)
returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
as $$
declare
    v_count integer;
begin
    perform sqp.find_changed_segments();
    analyze pg_temp.changed_segments;

    with computed as (
        select d.*
        from pg_temp.changed_segments as k
        cross join lateral (
            select f.*
            from definitions.brand_product_segments(k.period_start, k.period_start) as f
            where f.tenant_id = k.tenant_id and f.asin = k.asin and f.marketplace = k.marketplace and f.segment_type = k.segment_type
        ) as d
    ),
    removed as (
        delete from sqp.brand_product_segments as t
        using pg_temp.changed_segments as k
        where t.tenant_id = k.tenant_id and t.asin = k.asin and t.marketplace = k.marketplace
            and t.segment_type = k.segment_type and t.period_start = k.period_start
            and not exists (
                select from computed as n
                where n.tenant_id = t.tenant_id and n.brand_id = t.brand_id and n.asin = t.asin and n.marketplace = t.marketplace
                    and n.segment_type = t.segment_type and n.period_start = t.period_start
            )
        returning 1
    ),
    written as (
        insert into sqp.brand_product_segments as t (
            tenant_id, brand_id, asin, marketplace, segment_type, period_start, period_end, total_impressions, asin_impressions,
            total_clicks, asin_clicks, total_cart_adds, asin_cart_adds, total_purchases, asin_purchases, impression_share_pct,
            click_share_pct, cart_add_share_pct, purchase_share_pct, ctr_pct, cvr_pct, avg_purchase_price, data_points_count,
            earliest_date, latest_date, query_count, is_complete, is_estimated, impression_share_low_pct, impression_share_high_pct,
            click_share_low_pct, click_share_high_pct, cart_add_share_low_pct, cart_add_share_high_pct, purchase_share_low_pct,
            purchase_share_high_pct, previous_period_start, impression_share_change, click_share_change, cart_add_share_change,
            purchase_share_change, impression_share_trend, click_share_trend, cart_add_share_trend, purchase_share_trend,
            last_refreshed
        )
        select
            n.tenant_id, n.brand_id, n.asin, n.marketplace, n.segment_type, n.period_start, n.period_end, n.total_impressions,
            n.asin_impressions, n.total_clicks, n.asin_clicks, n.total_cart_adds, n.asin_cart_adds, n.total_purchases,
            n.asin_purchases, n.impression_share_pct, n.click_share_pct, n.cart_add_share_pct, n.purchase_share_pct, n.ctr_pct,
            n.cvr_pct, n.avg_purchase_price, n.data_points_count, n.earliest_date, n.latest_date, n.query_count, n.is_complete,
            n.is_estimated, n.impression_share_low_pct, n.impression_share_high_pct, n.click_share_low_pct, n.click_share_high_pct,
            n.cart_add_share_low_pct, n.cart_add_share_high_pct, n.purchase_share_low_pct, n.purchase_share_high_pct,
            n.previous_period_start, n.impression_share_change, n.click_share_change, n.cart_add_share_change,
            n.purchase_share_change, n.impression_share_trend, n.click_share_trend, n.cart_add_share_trend, n.purchase_share_trend,
            p_now
        from computed as n
        left join sqp.brand_product_segments as o
            on o.tenant_id = n.tenant_id and o.brand_id = n.brand_id and o.asin = n.asin and o.marketplace = n.marketplace
            and o.segment_type = n.segment_type and o.period_start = n.period_start
        where o.asin is null
            or (
                o.period_end, o.total_impressions, o.asin_impressions, o.total_clicks, o.asin_clicks, o.total_cart_adds, o.asin_cart_adds,
                o.total_purchases, o.asin_purchases, o.impression_share_pct, o.click_share_pct, o.cart_add_share_pct,
                o.purchase_share_pct, o.ctr_pct, o.cvr_pct, o.avg_purchase_price, o.data_points_count, o.earliest_date, o.latest_date,
                o.query_count, o.is_complete, o.is_estimated, o.impression_share_low_pct, o.impression_share_high_pct,
                o.click_share_low_pct, o.click_share_high_pct, o.cart_add_share_low_pct, o.cart_add_share_high_pct,
                o.purchase_share_low_pct, o.purchase_share_high_pct, o.previous_period_start, o.impression_share_change,
                o.click_share_change, o.cart_add_share_change, o.purchase_share_change, o.impression_share_trend, o.click_share_trend,
                o.cart_add_share_trend, o.purchase_share_trend
            ) is distinct from (
                n.period_end, n.total_impressions, n.asin_impressions, n.total_clicks, n.asin_clicks, n.total_cart_adds, n.asin_cart_adds,
                n.total_purchases, n.asin_purchases, n.impression_share_pct, n.click_share_pct, n.cart_add_share_pct,
                n.purchase_share_pct, n.ctr_pct, n.cvr_pct, n.avg_purchase_price, n.data_points_count, n.earliest_date, n.latest_date,
                n.query_count, n.is_complete, n.is_estimated, n.impression_share_low_pct, n.impression_share_high_pct,
                n.click_share_low_pct, n.click_share_high_pct, n.cart_add_share_low_pct, n.cart_add_share_high_pct,
                n.purchase_share_low_pct, n.purchase_share_high_pct, n.previous_period_start, n.impression_share_change,
                n.click_share_change, n.cart_add_share_change, n.purchase_share_change, n.impression_share_trend, n.click_share_trend,
                n.cart_add_share_trend, n.purchase_share_trend
            )
        -- A brand's segments are read together, so they are stored together.
        order by n.tenant_id, n.brand_id, n.asin, n.marketplace, n.segment_type, n.period_start
        on conflict (tenant_id, brand_id, asin, marketplace, segment_type, period_start) do update
        set period_end = excluded.period_end, total_impressions = excluded.total_impressions, asin_impressions =
            excluded.asin_impressions, total_clicks = excluded.total_clicks, asin_clicks = excluded.asin_clicks, total_cart_adds =
            excluded.total_cart_adds, asin_cart_adds = excluded.asin_cart_adds, total_purchases = excluded.total_purchases,
            asin_purchases = excluded.asin_purchases, impression_share_pct = excluded.impression_share_pct, click_share_pct =
            excluded.click_share_pct, cart_add_share_pct = excluded.cart_add_share_pct, purchase_share_pct =
            excluded.purchase_share_pct, ctr_pct = excluded.ctr_pct, cvr_pct = excluded.cvr_pct, avg_purchase_price =
            excluded.avg_purchase_price, data_points_count = excluded.data_points_count, earliest_date = excluded.earliest_date,
            latest_date = excluded.latest_date, query_count = excluded.query_count, is_complete = excluded.is_complete, is_estimated =
            excluded.is_estimated, impression_share_low_pct = excluded.impression_share_low_pct, impression_share_high_pct =
            excluded.impression_share_high_pct, click_share_low_pct = excluded.click_share_low_pct, click_share_high_pct =
            excluded.click_share_high_pct, cart_add_share_low_pct = excluded.cart_add_share_low_pct, cart_add_share_high_pct =
            excluded.cart_add_share_high_pct, purchase_share_low_pct = excluded.purchase_share_low_pct, purchase_share_high_pct =
            excluded.purchase_share_high_pct, previous_period_start = excluded.previous_period_start, impression_share_change =
            excluded.impression_share_change, click_share_change = excluded.click_share_change, cart_add_share_change =
            excluded.cart_add_share_change, purchase_share_change = excluded.purchase_share_change, impression_share_trend =
            excluded.impression_share_trend, click_share_trend = excluded.click_share_trend, cart_add_share_trend =
            excluded.cart_add_share_trend, purchase_share_trend = excluded.purchase_share_trend,
            last_refreshed = excluded.last_refreshed
        returning 1
    )
    select ((select count(*) from removed) + (select count(*) from written))::integer into v_count;
    return v_count;
end;
$$;
comment on function sqp.refresh_brand_product_segments(timestamptz) is 'Refreshes segments of changed reports and brands; returns the number of rows written.';

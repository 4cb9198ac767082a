-- What the rules read of some main products, each on its newest observed day; arrays of one length name them. A product that was
-- never observed has a row without values. A price is suspect as it is for alerts (core.trusted_prices); one suspect price among the
-- competitors makes all comparisons of prices suspect. A fetch fails when an observation after the last valid one has no values.
-- Only prices that differ by the factor from others of 90 days are looked at closely. offset 0 keeps the views inside the loop over the
-- products, where their keys are known.
create or replace function core.recommendation_subjects(
    p_tenant_ids uuid[],
    p_asins text[],
    p_marketplaces text[],
    p_now timestamptz
)
returns setof core.recommendation_subject
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    with limits as materialized (
        select
            ops.setting('alert_price_reach_days')::integer as reach, ops.setting('alert_suspect_price_factor')::numeric as factor
    )
    select
        k.tenant_id, k.asin, k.marketplace, m.currency_code, l.date, (p_now at time zone m.time_zone)::date - l.date,
        coalesce(p.is_unlisted, false), coalesce(p.last_seen_at > l.observed_at, false), coalesce(trust.is_suspect, false),
        w.observed_days, w.expected_days, l.status, l.price, l.bsr, l.bsr_category, l.rating, l.reviews_count, l.in_stock,
        l.buybox_price, l.buybox_seller, b.competitor_count, coalesce(b.observed_count, 0), b.priced_count, b.price_median,
        b.price_min, b.price_max, b.price_above_median_pct, b.price_below_min_pct, b.ranked_count, b.bsr_median,
        b.categorised_count, b.common_bsr_category, b.common_bsr_category_count, b.rated_count, b.rating_mean, b.rating_shortfall,
        b.reviewed_count, b.reviews_median, b.reviews_share_pct, b.missed_days_30d, h.known_stock_days_30d, h.buybox_days_30d,
        h.top_buybox_seller, h.top_buybox_share_pct_30d, p.title, b.title_length, b.titled_count, b.title_length_median,
        b.bullet_count, b.bulleted_count, b.bullet_count_median, b.has_image, w.bsr_avg, b.pictured_count
    from unnest(p_tenant_ids, p_asins, p_marketplaces) as k (tenant_id, asin, marketplace)
    inner join core.marketplaces as m on m.marketplace = k.marketplace
    left join core.products as p on p.asin = k.asin and p.marketplace = k.marketplace
    left join mart.product_latest as l on l.asin = k.asin and l.marketplace = k.marketplace
    left join lateral (
        select r.observed_days::integer as observed_days, r.expected_days::integer as expected_days, r.bsr_avg
        from mart.product_metrics_rollup as r
        where r.asin = l.asin and r.marketplace = l.marketplace and r.as_of = l.date and r.window_days = 30
        offset 0
    ) as w on true
    left join lateral (
        select b.*
        from mart.peer_benchmarks as b
        where b.tenant_id = k.tenant_id and b.asin_main = l.asin and b.marketplace = l.marketplace and b.date = l.date
        offset 0
    ) as b on true
    left join lateral (
        select o.known_stock_days_30d, o.buybox_days_30d, o.top_buybox_seller, o.top_buybox_share_pct_30d
        from mart.offer_history as o
        where o.asin = l.asin and o.marketplace = l.marketplace and o.date = l.date
        offset 0
    ) as h on true
    left join lateral (
        select bool_or(t.is_suspect) as is_suspect
        from (
            select c.asin_comp as asin from core.compared_pairs as c
            where c.tenant_id = k.tenant_id and c.asin_main = k.asin and c.marketplace = k.marketplace
            union
            select k.asin
        ) as g
        inner join core.product_metrics_daily as d on d.asin = g.asin and d.marketplace = k.marketplace and d.date = l.date
        cross join limits as f
        cross join lateral core.trusted_prices(
            d.asin, d.marketplace, d.date, d.date - 1, 1, d.price, f.reach, f.factor, d.date - f.reach, d.date
        ) as t
        where d.price is not null and not exists (
            select from mart.product_metrics_rollup as r
            where r.asin = d.asin and r.marketplace = d.marketplace and r.as_of = d.date and r.window_days = 90
                and not core.is_implausible(r.price_max, r.price_min, f.factor)
        )
    ) as trust on true;
$$;
comment on function core.recommendation_subjects(uuid[], text[], text[], timestamptz) is 'Facts about main products that the recommendation rules read, one row each.';

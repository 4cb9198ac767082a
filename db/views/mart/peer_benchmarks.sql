-- One row per group and day, so that a tenant, a main product and a day find it without reading others. What a source says about
-- listings (title, bullet points, images) is the newest known, on every day.
set role mart_owner;
create or replace view mart.peer_benchmarks as
select
    g.tenant_id,
    g.asin_main,
    g.marketplace,
    d.date,
    cardinality(g.competitors) as competitor_count,
    peer.observed_count,
    peer.priced_count,
    peer.price_median,
    peer.price_min,
    peer.price_max,
    round((d.price - peer.price_median) * 100 / nullif(peer.price_median, 0), 2) as price_above_median_pct,
    round((peer.price_min - d.price) * 100 / nullif(peer.price_min, 0), 2) as price_below_min_pct,
    peer.ranked_count,
    peer.bsr_median,
    peer.categorised_count,
    peer.common_bsr_category,
    (
        select count(*)::integer
        from core.product_metrics_daily as c
        where c.asin = any (g.competitors) and c.marketplace = g.marketplace and c.date = d.date
            and c.bsr_category = peer.common_bsr_category
    ) as common_bsr_category_count,
    peer.rated_count,
    peer.rating_mean,
    peer.rating_mean - d.rating as rating_shortfall,
    peer.reviewed_count,
    peer.reviews_median,
    round(d.reviews_count * 100.0 / nullif(peer.reviews_median, 0), 1) as reviews_share_pct,
    (
        select count(*)::integer
        from core.product_metrics_daily as h
        where h.asin = g.asin_main and h.marketplace = g.marketplace and h.date > d.date - 30 and h.date <= d.date
            and h.in_stock is false
            and exists (
                select from core.product_metrics_daily as c
                where c.asin = any (g.competitors) and c.marketplace = g.marketplace and c.date = h.date and c.in_stock
            )
    ) as missed_days_30d,
    own.title_length,
    listing.titled_count,
    listing.title_length_median,
    own.bullet_count,
    listing.bulleted_count,
    listing.bullet_count_median,
    own.has_image,
    listing.pictured_count
from (
    select p.tenant_id, p.asin_main, p.marketplace, array_agg(distinct p.asin_comp) as competitors
    from (
        select l.tenant_id, l.asin_main, l.asin_comp, l.marketplace
        from core.competitor_links as l
        union all
        select b.tenant_id, b.asin_main, m.asin, b.marketplace
        from core.competitive_groups as b
        inner join core.competitive_group_members as m on m.group_id = b.id and m.tenant_id = b.tenant_id
        where b.is_active and m.is_active and m.asin <> b.asin_main
    ) as p
    group by p.tenant_id, p.asin_main, p.marketplace
) as g
inner join core.product_metrics_daily as d on d.asin = g.asin_main and d.marketplace = g.marketplace
cross join lateral (
    select
        count(*)::integer as observed_count,
        count(o.price)::integer as priced_count,
        round(percentile_cont(0.5) within group (order by o.price)::numeric, 2) as price_median,
        min(o.price) as price_min,
        max(o.price) as price_max,
        (count(c.bsr) filter (where c.bsr_category = d.bsr_category))::integer as ranked_count,
        percentile_disc(0.5) within group (order by c.bsr) filter (where c.bsr_category = d.bsr_category) as bsr_median,
        count(c.bsr_category)::integer as categorised_count,
        mode() within group (order by c.bsr_category) as common_bsr_category,
        count(c.rating)::integer as rated_count,
        round(avg(c.rating), 2) as rating_mean,
        count(c.reviews_count)::integer as reviewed_count,
        percentile_disc(0.5) within group (order by c.reviews_count) as reviews_median
    from core.product_metrics_daily as c
    cross join lateral (
        select case when c.in_stock is not false and c.status is distinct from 'out_of_stock' then c.price end as price
    ) as o
    where c.asin = any (g.competitors) and c.marketplace = g.marketplace and c.date = d.date
) as peer
left join lateral (
    select
        max(length(p.title)) as title_length,
        max(jsonb_array_length(f.bullets)) as bullet_count,
        bool_or(p.image_url is not null) filter (where p.title is not null) as has_image
    from core.products as p
    left join core.product_features as f on f.asin = p.asin and f.marketplace = p.marketplace
    where p.asin = g.asin_main and p.marketplace = g.marketplace
) as own on true
left join lateral (
    select
        count(p.title)::integer as titled_count,
        percentile_disc(0.5) within group (order by length(p.title)) as title_length_median,
        count(f.bullets)::integer as bulleted_count,
        percentile_disc(0.5) within group (order by jsonb_array_length(f.bullets)) as bullet_count_median,
        count(p.image_url)::integer as pictured_count
    from core.products as p
    left join core.product_features as f on f.asin = p.asin and f.marketplace = p.marketplace
    where p.asin = any (g.competitors) and p.marketplace = g.marketplace
) as listing on true
where g.tenant_id = any ((select app.mart_tenants(false))::uuid[]);
comment on view mart.peer_benchmarks is 'What the competitors of a main product have in common on a day, and where the main product stands against it: one row per tenant, main product and observed day.';
comment on column mart.peer_benchmarks.tenant_id is 'Tenant whose competitors they are.';
comment on column mart.peer_benchmarks.asin_main is 'Main product.';
comment on column mart.peer_benchmarks.marketplace is 'Marketplace of all of them.';
comment on column mart.peer_benchmarks.date is 'A day on which the main product was observed, marketplace time.';
comment on column mart.peer_benchmarks.competitor_count is 'Competitors that are compared now.';
comment on column mart.peer_benchmarks.observed_count is 'Of those, observed on the day.';
comment on column mart.peer_benchmarks.priced_count is 'Of those, with a price and not out of stock.';
comment on column mart.peer_benchmarks.price_median is 'Median of their prices, the mean of two in the middle, 2 decimals; null: none.';
comment on column mart.peer_benchmarks.price_min is 'Lowest of their prices; null: none.';
comment on column mart.peer_benchmarks.price_max is 'Highest of their prices; null: none.';
comment on column mart.peer_benchmarks.price_above_median_pct is 'Main product''s price above the median, in percent of the median, 2 decimals; negative: below; null: either is unknown.';
comment on column mart.peer_benchmarks.price_below_min_pct is 'Main product''s price below the lowest of theirs, in percent of that, 2 decimals; negative: above; null: either is unknown.';
comment on column mart.peer_benchmarks.ranked_count is 'Competitors with a rank in the category of the main product''s rank.';
comment on column mart.peer_benchmarks.bsr_median is 'Median of those ranks, the better of two in the middle; null: none.';
comment on column mart.peer_benchmarks.categorised_count is 'Competitors with a rank in any category.';
comment on column mart.peer_benchmarks.common_bsr_category is 'Category that most of them are ranked in; of equals the first by name; null: none.';
comment on column mart.peer_benchmarks.common_bsr_category_count is 'Competitors ranked in it.';
comment on column mart.peer_benchmarks.rated_count is 'Competitors with a rating.';
comment on column mart.peer_benchmarks.rating_mean is 'Mean of their ratings, 2 decimals; null: none.';
comment on column mart.peer_benchmarks.rating_shortfall is 'That mean minus the main product''s rating; null: either is unknown.';
comment on column mart.peer_benchmarks.reviewed_count is 'Competitors with a number of ratings.';
comment on column mart.peer_benchmarks.reviews_median is 'Median of their numbers of ratings, the lower of two in the middle; null: none.';
comment on column mart.peer_benchmarks.reviews_share_pct is 'Main product''s number of ratings in percent of the median, 1 decimal; null: either is unknown, or the median is 0.';
comment on column mart.peer_benchmarks.missed_days_30d is 'Days of the 30 that end on the day on which the main product was out of stock while a competitor was in stock.';
comment on column mart.peer_benchmarks.title_length is 'Characters of the main product''s title as last seen; null: unknown.';
comment on column mart.peer_benchmarks.titled_count is 'Competitors with a known title.';
comment on column mart.peer_benchmarks.title_length_median is 'Median of the characters of their titles, the lower of two in the middle; null: none.';
comment on column mart.peer_benchmarks.bullet_count is 'Bullet points of the main product as last seen; null: unknown.';
comment on column mart.peer_benchmarks.bulleted_count is 'Competitors with known bullet points.';
comment on column mart.peer_benchmarks.bullet_count_median is 'Median of their numbers of bullet points, the lower of two in the middle; null: none.';
comment on column mart.peer_benchmarks.has_image is 'Whether a main image of the main product was seen; null: nothing of its listing was.';
comment on column mart.peer_benchmarks.pictured_count is 'Competitors with an image.';
grant select on mart.peer_benchmarks to mart_reader, tenant_reader, asinmart_api, asinmart_admin, asinmart_owner;
reset role;

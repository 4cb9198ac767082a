-- The competitors are those of the tenant that owns the reports: its links and the members of its active groups. A reader of all
-- tenants sees the same competitors in the row as the tenant does.
set role mart_owner;
create or replace view mart.product_week as
select
    s.tenant_id,
    s.brand_id,
    s.asin,
    s.marketplace,
    s.period_start as week_start,
    s.period_end as week_end,
    s.asin_impressions,
    s.asin_clicks,
    s.asin_purchases,
    s.impression_share_pct,
    s.click_share_pct,
    s.cart_add_share_pct,
    s.purchase_share_pct,
    s.purchase_share_change,
    s.purchase_share_trend,
    k.currency_code,
    d.observed_days,
    d.price_avg,
    d.bsr_avg,
    d.rating,
    d.out_of_stock_days,
    d.featured_offer_pct,
    d.featured_offer_seller,
    d.featured_offer_seller_pct,
    c.competitor_count,
    c.price_gap_pct,
    c.rating_gap,
    c.bsr_gap,
    c.competitor_out_of_stock_days,
    c.competitor_featured_offer_pct
from mart.brand_product_segments as s
inner join core.marketplaces as k on k.marketplace = s.marketplace
left join lateral (
    select
        count(*)::integer as observed_days,
        round(avg(o.price), 2) as price_avg,
        round(avg(o.bsr))::integer as bsr_avg,
        (array_agg(o.rating order by o.date desc) filter (where o.rating is not null))[1] as rating,
        case when count(o.in_stock) > 0 then (count(*) filter (where not o.in_stock))::integer end as out_of_stock_days,
        round(100.0 * count(o.buybox_price) / nullif(count(*), 0), 1) as featured_offer_pct,
        mode() within group (order by o.buybox_seller) as featured_offer_seller,
        round(
            100.0 * count(*) filter (where o.buybox_seller = o.main_seller) / nullif(count(o.buybox_seller), 0), 1
        ) as featured_offer_seller_pct
    from (
        select
            p.*,
            (
                select mode() within group (order by n.buybox_seller)
                from core.product_metrics_daily as n
                where n.asin = s.asin and n.marketplace = s.marketplace and n.date between s.period_start and s.period_end
            ) as main_seller
        from core.product_metrics_daily as p
        where p.asin = s.asin and p.marketplace = s.marketplace and p.date between s.period_start and s.period_end
    ) as o
) as d on true
left join lateral (
    select
        count(distinct n.asin_comp)::integer as competitor_count,
        round(avg(n.price_diff_pct), 2) as price_gap_pct,
        round(avg(n.rating_diff), 2) as rating_gap,
        round(avg(n.bsr_gap) filter (where n.is_same_bsr_category))::integer as bsr_gap,
        case when count(o.in_stock) > 0
            then round(1.0 * count(*) filter (where not o.in_stock) / nullif(count(distinct n.asin_comp), 0), 1)
        end as competitor_out_of_stock_days,
        round(100.0 * count(o.buybox_price) / nullif(count(o.date), 0), 1) as competitor_featured_offer_pct
    from (
        select l.asin_comp
        from core.competitor_links as l
        where l.tenant_id = s.tenant_id and l.asin_main = s.asin and l.marketplace = s.marketplace
        union
        select m.asin
        from core.competitive_groups as g
        inner join core.competitive_group_members as m on m.group_id = g.id and m.is_active and m.asin <> g.asin_main
        where g.tenant_id = s.tenant_id and g.asin_main = s.asin and g.marketplace = s.marketplace and g.is_active
    ) as r
    inner join mart.competitor_comparison_daily as n
        on n.asin_main = s.asin and n.asin_comp = r.asin_comp and n.marketplace = s.marketplace
        and n.date between s.period_start and s.period_end
    left join core.product_metrics_daily as o
        on o.asin = n.asin_comp and o.marketplace = n.marketplace and o.date = n.date
) as c on true
where s.segment_type = 'weekly';
comment on view mart.product_week is 'One row per tenant, brand, product, marketplace and Amazon week: search shares beside price, rank, stock and the gaps to the competitors of the same week.';
comment on column mart.product_week.tenant_id is 'Tenant.';
comment on column mart.product_week.brand_id is 'Brand, see mart.brands.';
comment on column mart.product_week.asin is 'Product.';
comment on column mart.product_week.marketplace is 'Marketplace code.';
comment on column mart.product_week.week_start is 'Sunday on which the week begins.';
comment on column mart.product_week.week_end is 'Saturday on which it ends.';
comment on column mart.product_week.asin_impressions is 'Impressions of the product for the queries that its report lists; null: none given.';
comment on column mart.product_week.asin_clicks is 'Clicks on the product; null: none given.';
comment on column mart.product_week.asin_purchases is 'Purchases of the product; null: none given.';
comment on column mart.product_week.impression_share_pct is 'Share of the impressions, percent, 2 decimals; null: the total is 0 or unknown.';
comment on column mart.product_week.click_share_pct is 'Share of the clicks, percent, 2 decimals; null: the total is 0 or unknown.';
comment on column mart.product_week.cart_add_share_pct is 'Share of the cart adds, percent, 2 decimals; null: the total is 0 or unknown.';
comment on column mart.product_week.purchase_share_pct is 'Share of the purchases, percent, 2 decimals; null: the total is 0 or unknown.';
comment on column mart.product_week.purchase_share_change is 'purchase_share_pct minus that of the week before, percentage points; null: either is unknown.';
comment on column mart.product_week.purchase_share_trend is 'up, down or too few to tell; null: either share is unknown.';
comment on column mart.product_week.currency_code is 'ISO 4217 currency of the prices.';
comment on column mart.product_week.observed_days is 'Days of the week on which the product was observed; the next columns speak of these.';
comment on column mart.product_week.price_avg is 'Mean of the daily prices, 2 decimals; null: no price.';
comment on column mart.product_week.bsr_avg is 'Mean of the daily best-seller ranks, all categories, rounded; null: no rank.';
comment on column mart.product_week.rating is 'Average stars on the last observed day with a rating; null: none.';
comment on column mart.product_week.out_of_stock_days is 'Observed days on which it could not be bought; null: unknown on all of them.';
comment on column mart.product_week.featured_offer_pct is 'Observed days with a featured offer (buy box), percent, 1 decimal; null: not observed.';
comment on column mart.product_week.featured_offer_seller is 'Seller that held the featured offer on most days; null: no seller is known.';
comment on column mart.product_week.featured_offer_seller_pct is 'Days on which it did, in percent of the days with a known seller, 1 decimal; null: no seller is known.';
comment on column mart.product_week.competitor_count is 'Competitors of the tenant that were compared in the week.';
comment on column mart.product_week.price_gap_pct is 'Mean of the daily price differences to the competitors, percent of their prices, 2 decimals; positive: the product costs more; null: none.';
comment on column mart.product_week.rating_gap is 'Mean of the daily differences in stars to the competitors, 2 decimals; null: none.';
comment on column mart.product_week.bsr_gap is 'Mean of the daily rank differences to the competitors, same category only, rounded; negative: the product ranks better; null: none.';
comment on column mart.product_week.competitor_out_of_stock_days is 'Days on which competitors could not be bought, mean per competitor, 1 decimal; null: unknown.';
comment on column mart.product_week.competitor_featured_offer_pct is 'Observed days of the competitors with a featured offer, percent, 1 decimal; null: none was observed.';
grant select on mart.product_week to mart_reader, tenant_reader, asinmart_api, asinmart_admin, asinmart_owner;
reset role;

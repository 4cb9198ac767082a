-- A query's market totals are the same in the report of each product, so they count once per brand, query and period; own counts add
-- up over the products. A product that does not list a query has at most as many impressions for it as for the last query of its
-- list, no more clicks, cart adds or purchases than impressions, and never more than the market: so the *_high columns. Terms of
-- less than 4 characters have to stand alone. Belongs to mart_owner, as the views of mart that read it.
set role mart_owner;
create or replace view sqp.brand_query_totals as
select
    g.tenant_id,
    g.brand_id,
    g.marketplace,
    g.period_type,
    g.start_date,
    g.end_date,
    g.search_query,
    ' ' || lower(g.search_query) || ' ' like any (t.patterns) as is_branded,
    r.product_count,
    r.reported_product_count,
    g.listed_product_count,
    g.best_score,
    g.search_query_volume,
    g.total_impressions,
    g.brand_impressions,
    greatest(g.brand_impressions, least(g.total_impressions, g.brand_impressions + u.unlisted)) as brand_impressions_high,
    g.total_clicks,
    g.brand_clicks,
    greatest(g.brand_clicks, least(g.total_clicks, g.brand_clicks + u.unlisted)) as brand_clicks_high,
    g.total_cart_adds,
    g.brand_cart_adds,
    greatest(g.brand_cart_adds, least(g.total_cart_adds, g.brand_cart_adds + u.unlisted)) as brand_cart_adds_high,
    g.total_purchases,
    g.brand_purchases,
    greatest(g.brand_purchases, least(g.total_purchases, g.brand_purchases + u.unlisted)) as brand_purchases_high,
    g.market_median_click_price,
    g.brand_avg_click_price,
    g.market_median_purchase_price,
    g.brand_avg_purchase_price,
    g.total_same_day_clicks,
    g.total_one_day_clicks,
    g.total_two_day_clicks,
    g.total_same_day_cart_adds,
    g.total_one_day_cart_adds,
    g.total_two_day_cart_adds,
    g.total_same_day_purchases,
    g.total_one_day_purchases,
    g.total_two_day_purchases
from (
    select
        m.tenant_id,
        m.brand_id,
        a.marketplace,
        a.period_type,
        a.start_date,
        a.end_date,
        q.search_query,
        count(*)::integer as listed_product_count,
        count(a.smallest_impressions) as bounded_product_count,
        sum(a.smallest_impressions) as smallest_impressions,
        min(q.search_query_score) as best_score,
        max(q.search_query_volume) as search_query_volume,
        max(q.total_query_impression_count) as total_impressions,
        sum(q.asin_impression_count)::bigint as brand_impressions,
        max(q.total_click_count) as total_clicks,
        sum(q.asin_click_count)::bigint as brand_clicks,
        max(q.total_cart_add_count) as total_cart_adds,
        sum(q.asin_cart_add_count)::bigint as brand_cart_adds,
        max(q.total_purchase_count) as total_purchases,
        sum(q.asin_purchase_count)::bigint as brand_purchases,
        max(q.total_median_click_price) as market_median_click_price,
        round(
            sum(q.asin_median_click_price * q.asin_click_count)
            / nullif(sum(q.asin_click_count) filter (where q.asin_median_click_price is not null), 0),
            2
        ) as brand_avg_click_price,
        max(q.total_median_purchase_price) as market_median_purchase_price,
        round(
            sum(q.asin_median_purchase_price * q.asin_purchase_count)
            / nullif(sum(q.asin_purchase_count) filter (where q.asin_median_purchase_price is not null), 0),
            2
        ) as brand_avg_purchase_price,
        max(q.total_same_day_shipping_click_count) as total_same_day_clicks,
        max(q.total_one_day_shipping_click_count) as total_one_day_clicks,
        max(q.total_two_day_shipping_click_count) as total_two_day_clicks,
        max(q.total_same_day_shipping_cart_add_count) as total_same_day_cart_adds,
        max(q.total_one_day_shipping_cart_add_count) as total_one_day_cart_adds,
        max(q.total_two_day_shipping_cart_add_count) as total_two_day_cart_adds,
        max(q.total_same_day_shipping_purchase_count) as total_same_day_purchases,
        max(q.total_one_day_shipping_purchase_count) as total_one_day_purchases,
        max(q.total_two_day_shipping_purchase_count) as total_two_day_purchases
    from core.asin_brand_mapping as m
    inner join sqp.asin_performance_data as a
        on a.tenant_id = m.tenant_id and a.asin = m.asin and a.marketplace = m.marketplace
    inner join sqp.search_query_performance as q on q.tenant_id = a.tenant_id and q.asin_performance_id = a.id
    where m.is_active
    group by m.tenant_id, m.brand_id, a.marketplace, a.period_type, a.start_date, a.end_date, q.search_query
) as g
inner join sqp.brand_period_reports as r
    on r.tenant_id = g.tenant_id and r.brand_id = g.brand_id and r.marketplace = g.marketplace
    and r.period_type = g.period_type and r.start_date = g.start_date
-- Null where a product that does not list the query is not bounded: then the market's total is the bound.
cross join lateral (
    select case
        when r.product_count - g.listed_product_count = r.bounded_product_count - g.bounded_product_count
            then r.smallest_impressions - coalesce(g.smallest_impressions, 0)
    end as unlisted
) as u
inner join (
    select
        b.tenant_id,
        b.id as brand_id,
        array(
            select concat('%', w.edge, regexp_replace(n.term, '([\\%_])', '\\\1', 'g'), w.edge, '%')
            from (
                select lower(b.brand_name) as term
                union all
                select s.term from core.brand_terms as s where s.tenant_id = b.tenant_id and s.brand_id = b.id
            ) as n
            cross join lateral (select case when length(n.term) < 4 then ' ' else '' end as edge) as w
        ) as patterns
    from core.brands as b
) as t on t.tenant_id = g.tenant_id and t.brand_id = g.brand_id;
comment on view sqp.brand_query_totals is 'One row per tenant, brand, marketplace, period and search query: counts of the market and of the brand''s products.';
comment on column sqp.brand_query_totals.tenant_id is 'Tenant.';
comment on column sqp.brand_query_totals.brand_id is 'Brand, see mart.brands.';
comment on column sqp.brand_query_totals.marketplace is 'Marketplace code.';
comment on column sqp.brand_query_totals.period_type is 'WEEK (Sunday to Saturday), MONTH or QUARTER.';
comment on column sqp.brand_query_totals.start_date is 'First day of the period.';
comment on column sqp.brand_query_totals.end_date is 'Last day of the period.';
comment on column sqp.brand_query_totals.search_query is 'Search query.';
comment on column sqp.brand_query_totals.is_branded is 'Whether the query contains the name of the brand or one of its terms in core.brand_terms.';
comment on column sqp.brand_query_totals.product_count is 'Products that count for the brand today.';
comment on column sqp.brand_query_totals.reported_product_count is 'Of those, products whose report of the period was loaded.';
comment on column sqp.brand_query_totals.listed_product_count is 'Of those, products whose report lists the query; the others may have counts below their own list, see the columns *_high.';
comment on column sqp.brand_query_totals.best_score is 'Best rank of the query among those products'' reports, 1 is the most important.';
comment on column sqp.brand_query_totals.search_query_volume is 'How often shoppers searched for it; null: not given.';
comment on column sqp.brand_query_totals.total_impressions is 'Impressions of all products, counted once; null: not given.';
comment on column sqp.brand_query_totals.brand_impressions is 'Impressions of the brand''s products that list the query, added up; null: not given.';
comment on column sqp.brand_query_totals.brand_impressions_high is 'What the brand can have at most: brand_impressions, and for each other product the impressions of the last query in its list; total_impressions where a product did not report or its list gives no bound.';
comment on column sqp.brand_query_totals.total_clicks is 'Clicks of all products, counted once; null: not given.';
comment on column sqp.brand_query_totals.brand_clicks is 'Clicks of the brand''s products that list the query, added up; null: not given.';
comment on column sqp.brand_query_totals.brand_clicks_high is 'What the brand can have at most: brand_clicks, and for each other product the impressions of the last query in its list; total_clicks where a product did not report or its list gives no bound.';
comment on column sqp.brand_query_totals.total_cart_adds is 'Cart adds of all products, counted once; null: not given.';
comment on column sqp.brand_query_totals.brand_cart_adds is 'Cart adds of the brand''s products that list the query, added up; null: not given.';
comment on column sqp.brand_query_totals.brand_cart_adds_high is 'What the brand can have at most: brand_cart_adds, and for each other product the impressions of the last query in its list; total_cart_adds where a product did not report or its list gives no bound.';
comment on column sqp.brand_query_totals.total_purchases is 'Purchases of all products, counted once; null: not given.';
comment on column sqp.brand_query_totals.brand_purchases is 'Purchases of the brand''s products that list the query, added up; null: not given.';
comment on column sqp.brand_query_totals.brand_purchases_high is 'What the brand can have at most: brand_purchases, and for each other product the impressions of the last query in its list; total_purchases where a product did not report or its list gives no bound.';
comment on column sqp.brand_query_totals.market_median_click_price is 'Median price of all clicked products, marketplace currency; null: none.';
comment on column sqp.brand_query_totals.brand_avg_click_price is 'Mean of the products'' median prices when clicked, weighted by clicks, marketplace currency; null: no click with a price.';
comment on column sqp.brand_query_totals.market_median_purchase_price is 'Median price of all purchased products, marketplace currency; null: none.';
comment on column sqp.brand_query_totals.brand_avg_purchase_price is 'Mean of the products'' median purchase prices, weighted by purchases, marketplace currency; null: no purchase with a price.';
comment on column sqp.brand_query_totals.total_same_day_clicks is 'Clicks on all products with same-day delivery; null: not given.';
comment on column sqp.brand_query_totals.total_one_day_clicks is 'Clicks on all products with one-day delivery; null: not given.';
comment on column sqp.brand_query_totals.total_two_day_clicks is 'Clicks on all products with two-day delivery; null: not given.';
comment on column sqp.brand_query_totals.total_same_day_cart_adds is 'Cart adds of all products with same-day delivery; null: not given.';
comment on column sqp.brand_query_totals.total_one_day_cart_adds is 'Cart adds of all products with one-day delivery; null: not given.';
comment on column sqp.brand_query_totals.total_two_day_cart_adds is 'Cart adds of all products with two-day delivery; null: not given.';
comment on column sqp.brand_query_totals.total_same_day_purchases is 'Purchases of all products with same-day delivery; null: not given.';
comment on column sqp.brand_query_totals.total_one_day_purchases is 'Purchases of all products with one-day delivery; null: not given.';
comment on column sqp.brand_query_totals.total_two_day_purchases is 'Purchases of all products with two-day delivery; null: not given.';
grant select on sqp.brand_query_totals to asinmart_api, asinmart_admin, asinmart_owner;
reset role;

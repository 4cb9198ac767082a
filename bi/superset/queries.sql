-- The SQL behind the datasets that no relation of mart gives as it is, and the catalog.

-- name: catalog
-- What the session may read of mart: one row per column.
select d.table_name, d.table_comment, d.column_name, d.data_type, d.column_comment
from mart.data_dictionary as d
order by d.table_name, d.column_position;

-- name: no_rows
-- The columns of a query.
select * from ({query}) as q limit 0;

-- name: newest_comparisons
-- The newest day of each pair that was compared in the last 14 days. Prices within 2 % of each other are about equal.
select distinct on (c.asin_main, c.asin_comp, c.marketplace)
    c.marketplace,
    c.asin_main,
    c.main_title,
    c.asin_comp,
    c.comp_title,
    c.date,
    c.currency_code,
    c.main_price,
    c.comp_price,
    c.price_diff,
    c.price_diff_pct,
    c.main_bsr,
    c.comp_bsr,
    c.bsr_gap,
    c.is_same_bsr_category,
    c.main_rating,
    c.comp_rating,
    c.rating_diff,
    c.reviews_gap,
    case
        when c.price_diff_pct < -2 then '1 cheaper'
        when c.price_diff_pct <= 2 then '2 about equal'
        when c.price_diff_pct > 2 then '3 dearer'
        else '4 unknown'
    end as price_position,
    case
        when c.is_same_bsr_category is not true then '3 not comparable'
        when c.bsr_gap < 0 then '1 ranks better'
        else '2 ranks worse'
    end as rank_position
from mart.competitor_comparison as c
where c.date > current_date - 14
order by c.asin_main, c.asin_comp, c.marketplace, c.date desc;

-- name: newest_standings
-- Main products and their competitors on the newest day of the last 14 on which the main product was observed. Each part is
-- materialized, because the planner guesses far too few rows of the views and would repeat them.
with standings as materialized (
    select
        s.tenant_id,
        s.marketplace,
        s.asin_main,
        s.asin,
        s.date,
        s.is_main,
        s.group_size,
        s.composite_score,
        s.score_rank,
        s.price_rank,
        s.bsr_rank,
        s.rating_rank,
        s.reviews_rank,
        rank() over (partition by s.tenant_id, s.asin_main, s.marketplace order by s.date desc) as age
    from mart.competitor_scores_daily as s
    where s.date > current_date - 14
),
titles as materialized (
    select p.asin, p.marketplace, p.title
    from mart.products as p
)
select
    s.tenant_id,
    s.marketplace,
    s.asin_main,
    m.title as main_title,
    s.asin,
    t.title,
    s.date,
    s.is_main,
    s.group_size,
    s.composite_score,
    s.score_rank,
    s.price_rank,
    s.bsr_rank,
    s.rating_rank,
    s.reviews_rank
from standings as s
left join titles as m on m.asin = s.asin_main and m.marketplace = s.marketplace
left join titles as t on t.asin = s.asin and t.marketplace = s.marketplace
where s.age = 1;

-- name: search_funnel
-- Each period of a brand in four rows, one a step of the funnel. Its name begins with its place, by which tools sort.
select
    p.tenant_id,
    p.brand_id,
    coalesce(p.display_name, p.brand_name) as brand,
    p.marketplace,
    p.period_type,
    p.period_start,
    f.step,
    f.total_count,
    f.brand_count
from mart.brand_performance as p
cross join lateral (
    values
        ('1 impressions', p.total_impressions, p.brand_impressions),
        ('2 clicks', p.total_clicks, p.brand_clicks),
        ('3 cart adds', p.total_cart_adds, p.brand_cart_adds),
        ('4 purchases', p.total_purchases, p.brand_purchases)
) as f (step, total_count, brand_count);

-- name: newest_search_queries
-- The search queries of each brand in the newest week that is reported; materialized as above.
with newest as materialized (
    select p.tenant_id, p.brand_id, p.marketplace, max(p.period_start) as start_date
    from mart.brand_performance as p
    where p.period_type = 'WEEK'
    group by p.tenant_id, p.brand_id, p.marketplace
),
listed as materialized (
    select
        q.tenant_id,
        q.brand_id,
        q.marketplace,
        q.start_date,
        q.search_query,
        q.is_branded,
        q.search_query_volume,
        q.total_impressions,
        q.brand_impressions,
        q.brand_clicks,
        q.brand_purchases,
        q.impression_share_pct,
        q.click_share_pct,
        q.cart_add_share_pct,
        q.purchase_share_pct,
        q.lost_stage
    from mart.brand_queries as q
    where q.period_type = 'WEEK' and q.start_date >= (select min(n.start_date) from newest as n)
)
select
    q.tenant_id,
    b.display_name as brand,
    q.marketplace,
    q.start_date,
    q.search_query,
    q.is_branded,
    q.search_query_volume,
    q.total_impressions,
    q.brand_impressions,
    q.brand_clicks,
    q.brand_purchases,
    q.impression_share_pct,
    q.click_share_pct,
    q.cart_add_share_pct,
    q.purchase_share_pct,
    q.lost_stage
from listed as q
inner join newest as n
    on n.tenant_id = q.tenant_id and n.brand_id = q.brand_id and n.marketplace = q.marketplace and n.start_date = q.start_date
inner join mart.brands as b on b.tenant_id = q.tenant_id and b.brand_id = q.brand_id;

-- name: newest_segments
-- The newest week of each product of a brand.
select distinct on (s.tenant_id, s.brand_id, s.asin, s.marketplace)
    s.tenant_id,
    b.display_name as brand,
    s.asin,
    p.title,
    s.marketplace,
    s.period_start,
    s.asin_impressions,
    s.asin_clicks,
    s.asin_purchases,
    s.impression_share_pct,
    s.click_share_pct,
    s.purchase_share_pct,
    s.ctr_pct,
    s.cvr_pct,
    s.purchase_share_change,
    s.purchase_share_trend
from mart.brand_product_segments as s
inner join mart.brands as b on b.tenant_id = s.tenant_id and b.brand_id = s.brand_id
left join mart.products as p on p.asin = s.asin and p.marketplace = s.marketplace
where s.segment_type = 'weekly'
order by s.tenant_id, s.brand_id, s.asin, s.marketplace, s.period_start desc;

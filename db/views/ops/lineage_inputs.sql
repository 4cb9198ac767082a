-- How the rows that a row is made of follow from it, as SQL: "c" is the row (its columns and those of its key), "i" a row of the input.
-- The input "cell" is the row itself and stands in no line. A daily row that was changed by hand has no inputs.
create or replace view ops.lineage_inputs as
select
    n.relation,
    n.input_name,
    n.input_relation,
    replace(replace(replace(replace(replace(
        n.condition,
        '{group}', 'i.marketplace = c.marketplace and i.asin in (
            select p.asin_comp from core.compared_pairs as p
            where p.asin_main = c.asin_main and p.marketplace = c.marketplace and p.tenant_id = c.tenant_id
            union all select c.asin_main
        )'),
        '{product}', '(i.asin, i.marketplace) = (c.asin, c.marketplace)'),
        '{pair}', '(i.asin_main, i.asin_comp, i.marketplace) = (c.asin_main, c.asin_comp, c.marketplace)'),
        '{observed}', '(i.asin, i.marketplace, i.date) = (c.asin, c.marketplace, c.date)
            and i.scraped_at >= c.date - interval ''2 days'' and i.scraped_at < c.date + interval ''3 days''
            and i.status in (''ok'', ''no_offer'', ''out_of_stock'', ''price_hidden'') and c.job_id is not null'),
        '{members}', 'i.marketplace = c.marketplace and i.date = c.date and i.asin in (
            select p.asin_comp from core.compared_pairs as p
            where p.asin_main = c.asin_main and p.marketplace = c.marketplace and p.tenant_id = c.tenant_id
            union all select c.asin_main
        )') as condition,
    coalesce(n.tail, '') as tail,
    n.bounds
from (
    values
        -- The last observations of a day: offers, ranks, rating and number of ratings each from the one that has them.
        ('core.product_metrics_daily', 'offer', 'core.product_snapshots',
            '{observed} and (i.speaks_of_offers or i.price is not null)', 'order by i.speaks_of_offers desc, i.scraped_at desc limit 1', 'instants'),
        ('core.product_metrics_daily', 'rank', 'core.product_snapshots',
            '{observed} and (i.bsr is not null or i.bsr_main is not null)', 'order by i.scraped_at desc limit 1', 'instants'),
        ('core.product_metrics_daily', 'rating', 'core.product_snapshots',
            '{observed} and i.rating is not null', 'order by (i.reviews_count is not null) desc, i.scraped_at desc limit 1', 'instants'),
        ('core.product_metrics_daily', 'reviews', 'core.product_snapshots',
            '{observed} and i.reviews_count is not null', 'order by (i.rating is not null) desc, i.scraped_at desc limit 1', 'instants'),
        ('core.product_metrics_daily', 'latest', 'core.product_snapshots', '{observed}', 'order by i.scraped_at desc limit 1', 'instants'),
        ('core.products', 'first', 'core.product_snapshots', '{product}', 'order by i.scraped_at limit 1', null),
        ('core.products', 'last', 'core.product_snapshots', '{product}', 'order by i.scraped_at desc limit 1', null),
        ('core.products', 'described', 'core.product_snapshots', '{product} and i.scraped_at = c.described_at', null, 'instants'),
        ('mart.observations', 'snapshot', 'core.product_snapshots', '{product} and i.scraped_at = c.observed_at', null, 'instants'),
        ('mart.observations', 'shop', 'core.marketplaces', 'i.marketplace = c.marketplace', null, null),
        ('mart.products', 'product', 'core.products', '{product}', null, null),
        ('mart.products', 'shop', 'core.marketplaces', 'i.marketplace = c.marketplace', null, null),
        ('mart.bestseller_ranks', 'listed', 'core.bestseller_snapshots', '{product} and i.category = c.category and i.date = c.date', null, 'day'),
        ('mart.bestseller_ranks', 'product', 'core.products', '{product}', null, null),
        ('mart.bestseller_ranks', 'shop', 'core.marketplaces', 'i.marketplace = c.marketplace', null, null),
        -- Days of a product.
        ('mart.product_metrics_delta_daily', 'day', 'core.product_metrics_daily', '{product} and i.date = c.date', null, 'day'),
        ('mart.product_metrics_delta_daily', 'before', 'core.product_metrics_daily', '{product} and i.date < c.date',
            'order by i.date desc limit 1', 'until'),
        ('mart.product_metrics_delta_daily', 'previous', 'core.product_metrics_daily', '{product} and i.date = c.previous_date', null, 'day'),
        ('mart.product_metrics_delta_daily', 'same_list', 'core.product_metrics_daily',
            '{product} and i.date = c.previous_date and not c.is_bsr_category_changed', null, 'day'),
        ('mart.product_metrics_rollup', 'day', 'core.product_metrics_daily', '{product} and i.date = c.as_of', null, 'day'),
        ('mart.product_metrics_rollup', 'days', 'core.product_metrics_daily',
            '{product} and i.date > c.as_of - c.window_days and i.date <= c.as_of', 'order by i.date', 'window'),
        ('mart.product_metrics_rollup', 'first_price', 'core.product_metrics_daily',
            '{product} and i.date > c.as_of - c.window_days and i.date <= c.as_of and i.price is not null', 'order by i.date limit 1', 'window'),
        ('mart.product_metrics_rollup', 'first_reviews', 'core.product_metrics_daily',
            '{product} and i.date > c.as_of - c.window_days and i.date <= c.as_of and i.reviews_count is not null', 'order by i.date limit 1', 'window'),
        ('mart.product_metrics_rollup', 'ranked', 'core.product_metrics_daily', '{product} and i.date > c.as_of - c.window_days
            and i.date <= c.as_of and i.bsr is not null and i.bsr_category is not distinct from (
                select d.bsr_category from core.product_metrics_daily as d
                where (d.asin, d.marketplace) = (c.asin, c.marketplace) and d.date > c.as_of - c.window_days and d.date <= c.as_of
                    and d.bsr is not null
                order by d.date desc limit 1
            )', 'order by i.date', 'window'),
        ('mart.product_metrics_rollup', 'first_rank', 'core.product_metrics_daily', '{product} and i.date > c.as_of - c.window_days
            and i.date <= c.as_of and i.bsr is not null and i.bsr_category is not distinct from (
                select d.bsr_category from core.product_metrics_daily as d
                where (d.asin, d.marketplace) = (c.asin, c.marketplace) and d.date > c.as_of - c.window_days and d.date <= c.as_of
                    and d.bsr is not null
                order by d.date desc limit 1
            )', 'order by i.date limit 1', 'window'),
        ('mart.product_latest', 'newest', 'core.product_metrics_daily', '{product}', 'order by i.date desc limit 1', 'since'),
        ('mart.product_latest', 'day', 'core.product_metrics_daily', '{product} and i.date = c.date', null, 'day'),
        ('mart.mv_product_latest', 'latest', 'mart.product_latest', '{product}', null, null),
        ('mart.offer_history', 'day', 'core.product_metrics_daily', '{product} and i.date = c.date', null, 'day'),
        ('mart.offer_history', 'days', 'core.product_metrics_daily', '{product} and i.date > c.date - 30 and i.date <= c.date',
            'order by i.date', 'window'),
        -- Wide views.
        ('mart.product_daily', 'day', 'core.product_metrics_daily', '{product} and i.date = c.date', null, 'day'),
        ('mart.product_daily', 'product', 'core.products', '{product}', null, null),
        ('mart.product_daily', 'shop', 'core.marketplaces', 'i.marketplace = c.marketplace', null, null),
        ('mart.product_daily', 'change', 'mart.product_metrics_delta_daily', '{product} and i.date = c.date', null, 'day'),
        ('mart.product_daily', 'w7', 'mart.product_metrics_rollup', '{product} and i.as_of = c.date and i.window_days = 7', null, 'as_of'),
        ('mart.product_daily', 'w30', 'mart.product_metrics_rollup', '{product} and i.as_of = c.date and i.window_days = 30', null, 'as_of'),
        ('mart.product_daily', 'w90', 'mart.product_metrics_rollup', '{product} and i.as_of = c.date and i.window_days = 90', null, 'as_of'),
        ('mart.product_summary', 'latest', 'mart.product_latest', '{product}', null, null),
        ('mart.product_summary', 'product', 'core.products', '{product}', null, null),
        ('mart.product_summary', 'shop', 'core.marketplaces', 'i.marketplace = c.marketplace', null, null),
        ('mart.product_summary', 'change', 'mart.product_metrics_delta_daily', '{product} and i.date = c.latest_date', null, 'day'),
        ('mart.product_summary', 'w7', 'mart.product_metrics_rollup', '{product} and i.as_of = c.latest_date and i.window_days = 7', null, 'as_of'),
        ('mart.product_summary', 'w30', 'mart.product_metrics_rollup', '{product} and i.as_of = c.latest_date and i.window_days = 30', null, 'as_of'),
        ('mart.product_summary', 'w90', 'mart.product_metrics_rollup', '{product} and i.as_of = c.latest_date and i.window_days = 90', null, 'as_of'),
        -- Listings, features and reviews: of many reviews the newest hundred are shown.
        ('mart.listing_content', 'product', 'core.products', '{product}', null, null),
        ('mart.listing_content', 'features', 'core.product_features', '{product}', null, null),
        ('mart.review_summary', 'reviews', 'core.reviews', '{product}', 'order by i.reviewed_on desc nulls last limit 100', null),
        ('mart.review_words', 'reviews', 'core.reviews', '(i.asin, i.marketplace) = (c.asin_main, c.marketplace)',
            'order by i.reviewed_on desc nulls last limit 100', null),
        ('mart.feature_gaps', 'members', 'core.product_features', '{group}', 'order by i.asin', null),
        ('mart.feature_comparison', 'members', 'core.product_features', '{group}', 'order by i.asin', null),
        -- Pairs and groups.
        ('mart.competitor_comparison_daily', 'main', 'core.product_metrics_daily',
            '(i.asin, i.marketplace, i.date) = (c.asin_main, c.marketplace, c.date)', null, 'day'),
        ('mart.competitor_comparison_daily', 'comp', 'core.product_metrics_daily',
            '(i.asin, i.marketplace, i.date) = (c.asin_comp, c.marketplace, c.date)', null, 'day'),
        ('mart.competitor_comparison', 'pair', 'mart.competitor_comparison_daily', '{pair} and i.date = c.date', null, 'day'),
        ('mart.competitor_comparison', 'main', 'core.product_metrics_daily',
            '(i.asin, i.marketplace, i.date) = (c.asin_main, c.marketplace, c.date)', null, 'day'),
        ('mart.competitor_comparison', 'comp', 'core.product_metrics_daily',
            '(i.asin, i.marketplace, i.date) = (c.asin_comp, c.marketplace, c.date)', null, 'day'),
        ('mart.competitor_comparison', 'main_product', 'core.products', '(i.asin, i.marketplace) = (c.asin_main, c.marketplace)', null, null),
        ('mart.competitor_comparison', 'comp_product', 'core.products', '(i.asin, i.marketplace) = (c.asin_comp, c.marketplace)', null, null),
        ('mart.competitor_comparison', 'shop', 'core.marketplaces', 'i.marketplace = c.marketplace', null, null),
        ('mart.competitor_trends', 'price', 'mart.competitor_comparison_daily',
            '{pair} and i.date > c.date - 30 and i.date <= c.date and c.metric = ''price_diff_pct''', 'order by i.date', 'window'),
        ('mart.competitor_trends', 'bsr', 'mart.competitor_comparison_daily', '{pair} and i.date > c.date - 30 and i.date <= c.date
            and c.metric = ''bsr_gap'' and i.is_same_bsr_category', 'order by i.date', 'window'),
        ('mart.competitor_trends', 'rating', 'mart.competitor_comparison_daily',
            '{pair} and i.date > c.date - 30 and i.date <= c.date and c.metric = ''rating_diff''', 'order by i.date', 'window'),
        ('mart.competitor_trends', 'reviews', 'mart.competitor_comparison_daily',
            '{pair} and i.date > c.date - 30 and i.date <= c.date and c.metric = ''reviews_gap''', 'order by i.date', 'window'),
        ('mart.competitor_scores_daily', 'day', 'core.product_metrics_daily', '{product} and i.date = c.date', null, 'day'),
        ('mart.competitor_scores_daily', 'members', 'core.product_metrics_daily', '{members}', 'order by i.asin', 'day'),
        ('mart.competitor_scores_daily', 'ranked_day', 'core.product_metrics_daily', '{product} and i.date = c.date
            and i.bsr_category is not distinct from (
                select d.bsr_category from core.product_metrics_daily as d
                where (d.asin, d.marketplace, d.date) = (c.asin_main, c.marketplace, c.date)
            )', null, 'day'),
        ('mart.competitor_scores_daily', 'ranked', 'core.product_metrics_daily', '{members} and i.bsr_category is not distinct from (
                select d.bsr_category from core.product_metrics_daily as d
                where (d.asin, d.marketplace, d.date) = (c.asin_main, c.marketplace, c.date)
            )', 'order by i.asin', 'day'),
        ('mart.competitor_scores_daily', 'peers', 'mart.competitor_scores_daily',
            '(i.tenant_id, i.asin_main, i.marketplace, i.date) = (c.tenant_id, c.asin_main, c.marketplace, c.date)', 'order by i.asin', 'day'),
        ('mart.competitor_scores_daily', 'siblings', 'core.product_metrics_daily', 'i.date = c.date and i.marketplace = c.marketplace
            and (i.bsr, coalesce(i.bsr_category, '''')) in (
                select d.bsr, coalesce(d.bsr_category, '''') from core.product_metrics_daily as d
                where (d.asin, d.marketplace, d.date) = (c.asin, c.marketplace, c.date)
            ) and i.asin in (
                select s.asin from core.products as s
                inner join core.products as o on o.parent_asin = s.parent_asin and o.marketplace = s.marketplace
                where s.asin <> o.asin and (o.asin, o.marketplace) = (c.asin, c.marketplace)
            )', 'order by i.asin', 'day'),
        ('mart.competitor_scores_daily', 'weights', 'mart.score_weights', 'true', 'order by i.metric', null),
        ('mart.competitor_scores_daily', 'price_weight', 'mart.score_weights', 'i.metric = ''price''', null, null),
        ('mart.competitor_scores_daily', 'bsr_weight', 'mart.score_weights', 'i.metric = ''bsr''', null, null),
        ('mart.competitor_scores_daily', 'rating_weight', 'mart.score_weights', 'i.metric = ''rating''', null, null),
        ('mart.competitor_scores_daily', 'reviews_weight', 'mart.score_weights', 'i.metric = ''reviews''', null, null),
        ('mart.competitor_scores_daily', 'own_weights', 'app.tenant_score_weights', 'i.tenant_id = c.tenant_id', 'order by i.metric', null),
        ('mart.competitor_sensitivity', 'scores', 'mart.competitor_scores_daily',
            '(i.tenant_id, i.asin_main, i.marketplace, i.date) = (c.tenant_id, c.asin_main, c.marketplace, c.date)', 'order by i.asin', 'day')
) as n (relation, input_name, input_relation, condition, tail, bounds);
comment on view ops.lineage_inputs is 'How the rows that a row is made of follow from it: one row per relation and kind of input.';
comment on column ops.lineage_inputs.relation is 'Relation with its schema, see ops.lineage_keys.';
comment on column ops.lineage_inputs.input_name is 'Name of the input, as in ops.lineage.';
comment on column ops.lineage_inputs.input_relation is 'Relation of the input rows.';
comment on column ops.lineage_inputs.condition is 'SQL condition that finds the input rows i of a row c.';
comment on column ops.lineage_inputs.bounds is 'Which partitions the input rows can be in, so that others are not planned: day, as_of, window (of at most 90 days), until, since, instants; null: any.';
comment on column ops.lineage_inputs.tail is 'Order and limit of the input rows; empty: all.';
grant select on ops.lineage_inputs to asinmart_admin;

-- What every column of mart that can be explained is computed from. A new relation is one entry of ops.lineage_keys, its inputs in
-- ops.lineage_inputs and its columns here. The arguments of an operation are input.column, in the order that ops.recompute wants;
-- input.* is the column of the same name. General ends: "read" is a column that an adapter reads from the payload of the row's raw
-- event (the argument is the adapter's column); "stated" is stated by the row of core; "kept" has no source but the installation
-- itself; "defined" names the rows that a
-- column is computed from, and leaves the computation to the definition of the view.
create or replace view ops.lineage as
select
    n.relation,
    c.column_name,
    n.operation,
    n.digits,
    case
        when n.arguments[1] ~ '[*]$' then array[replace(n.arguments[1], '*', c.column_name)]
        else n.arguments
    end as arguments
from (
    values
        ('core.product_snapshots', '{status, price, list_price, buybox_price, buybox_seller, bsr, bsr_category, bsr_main, rating, reviews_count,
            in_stock, availability, is_prime, offers_count, coupon, title, used_price, scraped_at}'::text[], 'read', null::integer, '{*}'::text[]),
        ('core.product_snapshots', '{source, job_id}', 'kept', null, '{}'),
        ('core.product_snapshots', '{date}', 'defined', null, '{cell.scraped_at}'),
        ('core.bestseller_snapshots', '{price}', 'read', null, '{price}'),
        ('core.bestseller_snapshots', '{rank}', 'read', null, '{list_rank}'),
        ('core.bestseller_snapshots', '{listed_at, job_id}', 'kept', null, '{}'),
        ('core.products', '{title, brand, manufacturer, model, category_path, image_url, parent_asin}', 'read', null, '{*}'),
        ('core.products', '{category}', 'last_of_path', null, '{cell.category_path}'),
        ('core.products', '{is_active}', 'kept', null, '{}'),
        ('core.products', '{is_unlisted, unlisted_at}', 'defined', null, '{last.status, last.scraped_at}'),
        ('core.products', '{first_seen_at}', 'defined', null, '{first.scraped_at}'),
        ('core.products', '{last_seen_at}', 'value', null, '{last.scraped_at}'),
        ('core.products', '{described_at}', 'value', null, '{described.scraped_at}'),
        ('core.marketplaces', '{currency_code, domain}', 'kept', null, '{}'),
        ('core.product_features', '{bullets, attributes, extracted_at}', 'stated', null, '{}'),
        ('core.reviews', '{rating, title, text, is_verified, reviewed_on}', 'stated', null, '{}'),
        ('mart.listing_content', '{title, described_at}', 'value', null, '{product.*}'),
        ('mart.listing_content', '{title_length, bullet_count, bullets_length, has_image, attribute_count, extracted_at}', 'defined', null,
            '{product.title, product.image_url, features.bullets, features.attributes}'),
        ('mart.review_summary', '{as_of, review_count, stars_1_count, stars_2_count, stars_3_count, stars_4_count, stars_5_count,
            average_rating, verified_pct, negative_pct, newest_on, oldest_on, recent_review_count, recent_negative_count,
            recent_average_rating}', 'defined', null, '{reviews.rating, reviews.is_verified, reviews.reviewed_on}'),
        ('mart.review_words', '{word, main_review_count, main_pct, comp_review_count, comp_pct, log_odds, z_score}', 'defined', null,
            '{reviews.title, reviews.text}'),
        ('mart.feature_gaps', '{competitor_count, described_count, shared_count, differs_count, missing_count, unique_count,
            main_title_length, main_bullet_count, competitor_title_length_avg, competitor_bullet_count_avg}', 'defined', null,
            '{members.bullets, members.attributes}'),
        ('mart.feature_comparison', '{feature_category, main_value, competitor_count, described_count, stated_count, common_value,
            is_same_value, verdict}', 'defined', null, '{members.bullets, members.attributes}'),
        ('mart.score_weights', '{weight, is_lower_better}', 'kept', null, '{}'),
        ('app.tenant_score_weights', '{weight}', 'kept', null, '{}'),

        ('core.product_metrics_daily', '{price, list_price, buybox_price, buybox_seller, in_stock, offers_count, status}', 'value', null, '{offer.*}'),
        ('core.product_metrics_daily', '{bsr, bsr_category, bsr_main}', 'value', null, '{rank.*}'),
        ('core.product_metrics_daily', '{rating}', 'value', null, '{rating.*}'),
        ('core.product_metrics_daily', '{reviews_count}', 'value', null, '{reviews.*}'),
        ('core.product_metrics_daily', '{observed_at}', 'value', null, '{latest.scraped_at}'),
        ('core.product_metrics_daily', '{date}', 'value', null, '{latest.date}'),

        ('mart.observations', '{status, price, list_price, buybox_price, buybox_seller, bsr, bsr_category, bsr_main, rating, reviews_count, in_stock,
            availability, is_prime, offers_count, coupon, used_price, title, source, job_id, date}', 'value', null, '{snapshot.*}'),
        ('mart.observations', '{is_failed}', 'is_failed', null, '{cell.status}'),
        ('mart.observations', '{currency_code}', 'value', null, '{shop.*}'),
        ('mart.products', '{title, brand, manufacturer, model, category, category_path, image_url, parent_asin, is_active, is_unlisted, unlisted_at,
            first_seen_at, last_seen_at, described_at}', 'value', null, '{product.*}'),
        ('mart.products', '{currency_code}', 'value', null, '{shop.*}'),
        ('mart.products', '{product_url}', 'defined', null, '{shop.domain}'),
        ('mart.bestseller_ranks', '{rank, price, listed_at, job_id}', 'value', null, '{listed.*}'),
        ('mart.bestseller_ranks', '{title, brand}', 'value', null, '{product.*}'),
        ('mart.bestseller_ranks', '{currency_code}', 'value', null, '{shop.*}'),

        ('mart.product_metrics_delta_daily', '{previous_date}', 'value', null, '{before.date}'),
        ('mart.product_metrics_delta_daily', '{days_since_previous}', 'days_between', null, '{cell.date, cell.previous_date}'),
        ('mart.product_metrics_delta_daily', '{price_delta}', 'difference', null, '{day.price, previous.price}'),
        ('mart.product_metrics_delta_daily', '{price_change_pct}', 'percent_change', 2, '{day.price, previous.price}'),
        ('mart.product_metrics_delta_daily', '{bsr_delta}', 'difference', null, '{day.bsr, same_list.bsr}'),
        ('mart.product_metrics_delta_daily', '{bsr_change_pct}', 'percent_change', 2, '{day.bsr, same_list.bsr}'),
        ('mart.product_metrics_delta_daily', '{rating_delta}', 'difference', null, '{day.rating, previous.rating}'),
        ('mart.product_metrics_delta_daily', '{reviews_delta}', 'difference', null, '{day.reviews_count, previous.reviews_count}'),
        ('mart.product_metrics_delta_daily', '{buybox_delta}', 'difference', null, '{day.buybox_price, previous.buybox_price}'),
        ('mart.product_metrics_delta_daily', '{buybox_change_pct}', 'percent_change', 2, '{day.buybox_price, previous.buybox_price}'),
        ('mart.product_metrics_delta_daily', '{is_buybox_seller_changed}', 'differ', null, '{day.buybox_seller, previous.buybox_seller}'),
        ('mart.product_metrics_delta_daily', '{stock_change}', 'stock_change', null, '{day.in_stock, previous.in_stock}'),
        ('mart.product_metrics_delta_daily', '{is_bsr_category_changed}', 'distinct', null, '{day.bsr_category, previous.bsr_category}'),

        ('mart.product_metrics_rollup', '{price_avg}', 'mean', 4, '{days.price}'),
        ('mart.product_metrics_rollup', '{price_min}', 'minimum', null, '{days.price}'),
        ('mart.product_metrics_rollup', '{price_max}', 'maximum', null, '{days.price}'),
        ('mart.product_metrics_rollup', '{bsr_avg}', 'mean', 2, '{ranked.bsr}'),
        ('mart.product_metrics_rollup', '{bsr_min}', 'minimum', null, '{ranked.bsr}'),
        ('mart.product_metrics_rollup', '{bsr_max}', 'maximum', null, '{ranked.bsr}'),
        ('mart.product_metrics_rollup', '{rating_avg}', 'mean', 3, '{days.rating}'),
        ('mart.product_metrics_rollup', '{reviews_delta}', 'difference', null, '{day.reviews_count, first_reviews.reviews_count}'),
        ('mart.product_metrics_rollup', '{price_change_pct}', 'percent_change', 2, '{day.price, first_price.price}'),
        ('mart.product_metrics_rollup', '{bsr_change_pct}', 'percent_change', 2, '{day.bsr, first_rank.bsr}'),
        ('mart.product_metrics_rollup', '{observed_days}', 'count', null, '{days.observed_at}'),
        ('mart.product_metrics_rollup', '{expected_days}', 'value', null, '{cell.window_days}'),

        ('mart.product_latest', '{date}', 'value', null, '{newest.date}'),
        ('mart.product_latest', '{price, list_price, buybox_price, buybox_seller, bsr, bsr_category, bsr_main, rating, reviews_count, in_stock,
            offers_count, status, observed_at}', 'value', null, '{day.*}'),
        ('mart.mv_product_latest', '{date, price, bsr, rating, reviews_count, buybox_price}', 'value', null, '{latest.*}'),
        ('mart.offer_history', '{in_stock, buybox_seller}', 'value', null, '{day.*}'),
        ('mart.offer_history', '{observed_days_30d}', 'count', null, '{days.observed_at}'),
        ('mart.offer_history', '{known_stock_days_30d}', 'count_known', null, '{days.in_stock}'),
        ('mart.offer_history', '{in_stock_days_30d}', 'count_true', null, '{days.in_stock}'),
        ('mart.offer_history', '{out_of_stock_days_30d}', 'difference', null, '{cell.known_stock_days_30d, cell.in_stock_days_30d}'),
        ('mart.offer_history', '{in_stock_pct_30d}', 'percent_of', 1, '{cell.in_stock_days_30d, cell.known_stock_days_30d}'),
        ('mart.offer_history', '{buybox_days_30d}', 'count_known', null, '{days.buybox_seller}'),
        ('mart.offer_history', '{buybox_seller_count_30d}', 'count_distinct', null, '{days.buybox_seller}'),
        ('mart.offer_history', '{top_buybox_seller}', 'most_frequent', null, '{days.buybox_seller}'),
        ('mart.offer_history', '{top_buybox_share_pct_30d}', 'share_of_value', 1, '{days.buybox_seller, cell.top_buybox_seller}'),
        ('mart.offer_history', '{buybox_share_pct_30d}', 'share_of_value', 1, '{days.buybox_seller, day.buybox_seller}'),

        ('mart.product_daily', '{title, brand, category}', 'value', null, '{product.*}'),
        ('mart.product_daily', '{currency_code}', 'value', null, '{shop.*}'),
        ('mart.product_daily', '{date, price, list_price, buybox_price, buybox_seller, bsr, bsr_category, bsr_main, rating, reviews_count, in_stock,
            offers_count, status, observed_at}', 'value', null, '{day.*}'),
        ('mart.product_daily', '{previous_date, days_since_previous, price_delta, price_change_pct, bsr_delta, bsr_change_pct,
            is_bsr_category_changed, rating_delta, reviews_delta, buybox_delta, buybox_change_pct, is_buybox_seller_changed, stock_change}',
            'value', null, '{change.*}'),
        ('mart.product_summary', '{title, brand, category, category_path, image_url, is_unlisted, first_seen_at, last_seen_at}', 'value', null, '{product.*}'),
        ('mart.product_summary', '{currency_code}', 'value', null, '{shop.*}'),
        ('mart.product_summary', '{latest_date}', 'value', null, '{latest.date}'),
        ('mart.product_summary', '{status, price, list_price, buybox_price, buybox_seller, bsr, bsr_category, rating, reviews_count, in_stock}', 'value', null, '{latest.*}'),
        ('mart.product_summary', '{previous_date, price_change_pct, bsr_change_pct, rating_delta, reviews_delta, stock_change}', 'value', null, '{change.*}'),

        ('mart.competitor_comparison_daily', '{price_diff}', 'difference', null, '{main.price, comp.price}'),
        ('mart.competitor_comparison_daily', '{price_diff_pct}', 'percent_gap', 2, '{main.price, comp.price}'),
        ('mart.competitor_comparison_daily', '{bsr_gap}', 'difference', null, '{main.bsr, comp.bsr}'),
        ('mart.competitor_comparison_daily', '{rating_diff}', 'difference', null, '{main.rating, comp.rating}'),
        ('mart.competitor_comparison_daily', '{reviews_gap}', 'difference', null, '{main.reviews_count, comp.reviews_count}'),
        ('mart.competitor_comparison_daily', '{buybox_diff}', 'difference', null, '{main.buybox_price, comp.buybox_price}'),
        ('mart.competitor_comparison_daily', '{is_same_bsr_category}', 'equal', null, '{main.bsr_category, comp.bsr_category}'),
        ('mart.competitor_comparison', '{price_diff, price_diff_pct, buybox_diff, bsr_gap, is_same_bsr_category, rating_diff, reviews_gap}', 'value', null, '{pair.*}'),
        ('mart.competitor_comparison', '{currency_code}', 'value', null, '{shop.*}'),
        ('mart.competitor_comparison', '{main_title}', 'value', null, '{main_product.title}'),
        ('mart.competitor_comparison', '{comp_title}', 'value', null, '{comp_product.title}'),
        ('mart.competitor_comparison', '{bsr_gap_pct}', 'percent_of', 2, '{cell.bsr_gap, comp.bsr}'),
        ('mart.competitor_comparison', '{rating_diff_pct}', 'percent_of', 2, '{cell.rating_diff, comp.rating}'),
        ('mart.competitor_comparison', '{reviews_gap_pct}', 'percent_of', 2, '{cell.reviews_gap, comp.reviews_count}'),
        ('mart.competitor_comparison', '{buybox_diff_pct}', 'percent_of', 2, '{cell.buybox_diff, comp.buybox_price}'),
        ('mart.competitor_trends', '{days}', 'trend_days', null, '{price.date, price.price_diff_pct, bsr.date, bsr.bsr_gap, rating.date,
            rating.rating_diff, reviews.date, reviews.reviews_gap}'),
        ('mart.competitor_trends', '{slope_per_day}', 'slope', 4, '{price.date, price.price_diff_pct, bsr.date, bsr.bsr_gap, rating.date,
            rating.rating_diff, reviews.date, reviews.reviews_gap}'),
        ('mart.competitor_trends', '{change_30d}', 'trend_change', 2, '{price.date, price.price_diff_pct, bsr.date, bsr.bsr_gap, rating.date,
            rating.rating_diff, reviews.date, reviews.reviews_gap}'),
        ('mart.competitor_trends', '{direction}', 'trend_direction', null, '{price.date, price.price_diff_pct, bsr.date, bsr.bsr_gap, rating.date,
            rating.rating_diff, reviews.date, reviews.reviews_gap}'),

        ('mart.competitor_scores_daily', '{is_main}', 'equal', null, '{cell.asin, cell.asin_main}'),
        ('mart.competitor_scores_daily', '{group_size}', 'count', null, '{members.observed_at}'),
        ('mart.competitor_scores_daily', '{price_rank}', 'rank_lowest', null, '{day.price, members.price}'),
        ('mart.competitor_scores_daily', '{bsr_rank}', 'rank_lowest', null, '{ranked_day.bsr, ranked.bsr}'),
        ('mart.competitor_scores_daily', '{rating_rank}', 'rank_highest', null, '{day.rating, members.rating}'),
        ('mart.competitor_scores_daily', '{reviews_rank}', 'rank_highest', null, '{day.reviews_count, members.reviews_count}'),
        ('mart.competitor_scores_daily', '{price_z}', 'z_score', 3, '{day.price, members.price}'),
        ('mart.competitor_scores_daily', '{bsr_z}', 'z_score', 3, '{ranked_day.bsr, ranked.bsr}'),
        ('mart.competitor_scores_daily', '{rating_z}', 'z_score', 3, '{day.rating, members.rating}'),
        ('mart.competitor_scores_daily', '{reviews_z}', 'z_score', 3, '{day.reviews_count, members.reviews_count}'),
        ('mart.competitor_scores_daily', '{price_score}', 'score', 1, '{cell.price_z, price_weight.is_lower_better}'),
        ('mart.competitor_scores_daily', '{bsr_score}', 'score', 1, '{cell.bsr_z, bsr_weight.is_lower_better}'),
        ('mart.competitor_scores_daily', '{rating_score}', 'score', 1, '{cell.rating_z, rating_weight.is_lower_better}'),
        ('mart.competitor_scores_daily', '{reviews_score}', 'score', 1, '{cell.reviews_z, reviews_weight.is_lower_better}'),
        ('mart.competitor_scores_daily', '{composite_score}', 'weighted_score', 1, '{cell.price_z, cell.bsr_z, cell.rating_z, cell.reviews_z,
            weights.metric, weights.weight, weights.is_lower_better, own_weights.metric, own_weights.weight}'),
        ('mart.competitor_scores_daily', '{score_rank}', 'rank_highest', null, '{cell.composite_score, peers.composite_score}'),
        ('mart.competitor_scores_daily', '{is_rank_inherited}', 'has_rows', null, '{day.bsr, siblings.bsr}'),
        ('mart.competitor_sensitivity', '{score_rank, best_rank, worst_rank, rank_if_weights_move}', 'defined', null, '{scores.composite_score}')
) as n (relation, columns, operation, digits, arguments)
cross join lateral unnest(n.columns) as c (column_name)
union all
-- Values of both sides of a pair.
select 'mart.competitor_comparison', s.side || '_' || c.column_name, 'value', null, array[s.side || '.' || c.column_name]
from (values ('main'), ('comp')) as s (side)
cross join (
    values ('price'), ('buybox_price'), ('bsr'), ('bsr_category'), ('rating'), ('reviews_count'), ('in_stock'), ('status')
) as c (column_name)
union all
-- Windows.
select v.relation, format('%s_%sd', c.column_name, w.days), 'value', null, array[format('w%s.%s', w.days, c.column_name)]
from (values (7), (30), (90)) as w (days)
cross join (
    values ('price_avg'), ('price_min'), ('price_max'), ('bsr_avg'), ('bsr_min'), ('bsr_max'), ('rating_avg'), ('reviews_delta'),
        ('price_change_pct'), ('bsr_change_pct'), ('observed_days')
) as c (column_name)
inner join (
    values
        ('mart.product_daily', 7, null::text[]), ('mart.product_daily', 30, null), ('mart.product_daily', 90, null),
        ('mart.product_summary', 7, '{price_avg, price_change_pct, bsr_change_pct}'),
        ('mart.product_summary', 30, '{price_avg, price_min, price_max, bsr_avg, price_change_pct, bsr_change_pct, reviews_delta,
            observed_days}'),
        ('mart.product_summary', 90, '{price_min, price_max, bsr_avg}')
) as v (relation, days, columns) on v.days = w.days and (v.columns is null or c.column_name = any (v.columns));
comment on view ops.lineage is 'What each column of mart that can be explained is computed from, and how: one row per column.';
comment on column ops.lineage.relation is 'Relation with its schema, see ops.lineage_keys.';
comment on column ops.lineage.column_name is 'Column.';
comment on column ops.lineage.operation is 'How it is computed, see ops.recompute; read, kept and defined are ends.';
comment on column ops.lineage.digits is 'Decimals to which the operation rounds; null: it does not.';
comment on column ops.lineage.arguments is 'Arguments of the operation: input.column, see ops.lineage_inputs; of read: the column of the adapter.';
grant select on ops.lineage to asinmart_admin;

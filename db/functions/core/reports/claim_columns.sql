-- What a report may state: columns of mart, with their unit, and the least depth that states them. A row of a relation gives one
-- claim for each of its columns here. prefix tells claims of one column apart: the metric of a trend, the day before.
create or replace function core.claim_columns()
returns table (relation text, prefix text, column_name text, unit text, depth_no integer)
language plpgsql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
begin
    return query
    values
        ('competitor_pairs', '', 'asin_comp', 'text', 1), ('product_daily', '', 'title', 'text', 1), ('product_daily', '', 'brand', 'text', 1), ('product_daily', '', 'date', 'date', 1),
        ('product_daily', '', 'price', 'currency', 1), ('product_daily', '', 'bsr', 'rank', 1),
        ('product_daily', '', 'bsr_category', 'text', 1), ('product_daily', '', 'rating', 'stars', 1),
        ('product_daily', '', 'reviews_count', 'count', 1), ('product_daily', '', 'in_stock', 'yes_no', 1),
        ('product_daily', '', 'buybox_seller', 'text', 2), ('product_daily', '', 'price_change_pct_30d', 'percent', 2),
        ('product_daily', '', 'bsr_change_pct_30d', 'percent', 2), ('product_daily', '', 'reviews_delta_30d', 'count', 2),
        ('product_daily', '', 'observed_days_30d', 'days', 1), ('product_daily', '', 'price_min_30d', 'currency', 3),
        ('product_daily', '', 'price_max_30d', 'currency', 3), ('product_daily', '', 'bsr_avg_30d', 'score', 3),
        ('product_daily', 'previous.', 'date', 'date', 1), ('product_daily', 'previous.', 'price', 'currency', 1),
        ('product_daily', 'previous.', 'bsr', 'rank', 1), ('product_daily', 'previous.', 'bsr_category', 'text', 1),
        ('product_daily', 'previous.', 'rating', 'stars', 1), ('product_daily', 'previous.', 'in_stock', 'yes_no', 1), ('product_daily', 'previous.', 'buybox_seller', 'text', 1),
        ('competitor_comparison', '', 'price_diff', 'currency', 1), ('competitor_comparison', '', 'price_diff_pct', 'percent', 1),
        ('competitor_comparison', '', 'bsr_gap', 'count', 1), ('competitor_comparison', '', 'bsr_gap_pct', 'percent', 3),
        ('competitor_comparison', '', 'is_same_bsr_category', 'yes_no', 1), ('competitor_comparison', '', 'rating_diff', 'stars', 1),
        ('competitor_comparison', '', 'reviews_gap', 'count', 1), ('competitor_comparison', '', 'reviews_gap_pct', 'percent', 3),
        ('competitor_comparison', '', 'buybox_diff', 'currency', 3), ('competitor_comparison', '', 'buybox_diff_pct', 'percent', 3),
        ('competitor_scores_daily', '', 'composite_score', 'score', 1), ('competitor_scores_daily', '', 'score_rank', 'rank', 1),
        ('competitor_scores_daily', '', 'group_size', 'count', 1), ('competitor_scores_daily', '', 'price_rank', 'rank', 1),
        ('competitor_scores_daily', '', 'bsr_rank', 'rank', 1), ('competitor_scores_daily', '', 'rating_rank', 'rank', 1),
        ('competitor_scores_daily', '', 'reviews_rank', 'rank', 1), ('competitor_scores_daily', '', 'is_rank_inherited', 'yes_no', 1),
        ('competitor_scores_daily', '', 'price_score', 'score', 2), ('competitor_scores_daily', '', 'bsr_score', 'score', 2),
        ('competitor_scores_daily', '', 'rating_score', 'score', 2), ('competitor_scores_daily', '', 'reviews_score', 'score', 2),
        ('competitor_sensitivity', '', 'rank_if_weights_move', 'text', 1),
        ('competitor_trends', 'price_diff_pct.', 'direction', 'text', 2), ('competitor_trends', 'price_diff_pct.', 'change_30d', 'points', 2),
        ('competitor_trends', 'bsr_gap.', 'direction', 'text', 2), ('competitor_trends', 'bsr_gap.', 'change_30d', 'count', 2),
        ('competitor_trends', 'rating_diff.', 'direction', 'text', 3), ('competitor_trends', 'reviews_gap.', 'direction', 'text', 3),
        ('offer_history', '', 'in_stock_pct_30d', 'percent', 2), ('offer_history', '', 'out_of_stock_days_30d', 'days', 2),
        ('offer_history', '', 'known_stock_days_30d', 'days', 2), ('offer_history', '', 'buybox_days_30d', 'days', 2),
        ('offer_history', '', 'buybox_seller_count_30d', 'count', 2), ('offer_history', '', 'buybox_share_pct_30d', 'percent', 2),
        ('feature_gaps', '', 'shared_count', 'count', 2), ('feature_gaps', '', 'differs_count', 'count', 2),
        ('feature_gaps', '', 'missing_count', 'count', 2), ('feature_gaps', '', 'unique_count', 'count', 2),
        ('feature_comparison', '', 'feature_name', 'text', 2), ('feature_comparison', '', 'verdict', 'text', 2),
        ('listing_content', '', 'title_length', 'count', 3), ('listing_content', '', 'bullet_count', 'count', 3),
        ('review_summary', '', 'review_count', 'count', 2), ('review_summary', '', 'negative_pct', 'percent', 2),
        ('review_summary', '', 'average_rating', 'stars', 3), ('review_summary', '', 'verified_pct', 'percent', 3),
        ('review_words', '', 'word', 'text', 2), ('review_words', '', 'main_pct', 'percent', 2), ('review_words', '', 'comp_pct', 'percent', 2),
        ('offer_history', '', 'top_buybox_seller', 'text', 3), ('offer_history', '', 'top_buybox_share_pct_30d', 'percent', 3);
end;
$$;
comment on function core.claim_columns() is 'Columns of mart that a competition report states. depth_no: 1 basic, 2 standard, 3 comprehensive.';

-- The columns that identify a row. A relation that stands here can be explained; see ops.lineage.
create or replace view ops.lineage_keys as
select
    k.relation,
    string_to_array(k.key_columns, ' ') as key_columns
from (
    values
        ('mart.product_daily', 'asin marketplace date'),
        ('mart.product_latest', 'asin marketplace'),
        ('mart.mv_product_latest', 'asin marketplace'),
        ('mart.product_summary', 'asin marketplace'),
        ('mart.products', 'asin marketplace'),
        ('mart.observations', 'asin marketplace observed_at'),
        ('mart.bestseller_ranks', 'asin marketplace category date'),
        ('mart.product_metrics_delta_daily', 'asin marketplace date'),
        ('mart.product_metrics_rollup', 'asin marketplace as_of window_days'),
        ('mart.competitor_comparison', 'asin_main asin_comp marketplace date'),
        ('mart.competitor_comparison_daily', 'asin_main asin_comp marketplace date'),
        ('mart.competitor_scores_daily', 'tenant_id asin_main asin marketplace date'),
        ('mart.competitor_trends', 'asin_main asin_comp marketplace date metric'),
        ('mart.competitor_sensitivity', 'tenant_id asin_main asin marketplace date'),
        ('mart.offer_history', 'asin marketplace date'),
        ('mart.listing_content', 'asin marketplace'),
        ('mart.review_summary', 'asin marketplace'),
        ('mart.review_words', 'tenant_id asin_main marketplace word'),
        ('mart.feature_gaps', 'tenant_id asin_main marketplace'),
        ('mart.feature_comparison', 'tenant_id asin_main marketplace feature_name'),
        ('mart.score_weights', 'metric'),
        ('core.product_features', 'asin marketplace'),
        ('core.reviews', 'asin marketplace review_id'),
        ('core.product_metrics_daily', 'asin marketplace date'),
        ('core.product_snapshots', 'asin marketplace scraped_at'),
        ('core.products', 'asin marketplace'),
        ('core.bestseller_snapshots', 'asin marketplace category date'),
        ('core.marketplaces', 'marketplace'),
        ('app.tenant_score_weights', 'tenant_id metric')
) as k (relation, key_columns);
comment on view ops.lineage_keys is 'Relations that mart.explain follows, and the columns that identify a row of each: one row per relation.';
comment on column ops.lineage_keys.relation is 'Relation with its schema.';
comment on column ops.lineage_keys.key_columns is 'Columns that identify a row.';
grant select on ops.lineage_keys to asinmart_admin;

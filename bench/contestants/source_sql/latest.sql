-- Section 5, unchanged.
REFRESH MATERIALIZED VIEW CONCURRENTLY mart.mv_product_latest;

-- Section 3.1, unchanged.
INSERT INTO mart.product_metrics_delta_daily (asin, date, price_delta, price_change_pct, bsr_delta, bsr_change_pct, rating_delta, reviews_delta, buybox_delta)
SELECT asin,
       date,
       price - LAG(price)  OVER (PARTITION BY asin ORDER BY date) AS price_delta,
       CASE WHEN LAG(price) OVER (PARTITION BY asin ORDER BY date) IS NULL OR LAG(price) OVER (PARTITION BY asin ORDER BY date)=0
            THEN NULL
            ELSE ROUND( (price - LAG(price) OVER (PARTITION BY asin ORDER BY date)) * 100.0 / NULLIF(LAG(price) OVER (PARTITION BY asin ORDER BY date),0), 2) END AS price_change_pct,
       bsr - LAG(bsr) OVER (PARTITION BY asin ORDER BY date) AS bsr_delta,
       CASE WHEN LAG(bsr) OVER (PARTITION BY asin ORDER BY date) IS NULL OR LAG(bsr) OVER (PARTITION BY asin ORDER BY date)=0
            THEN NULL
            ELSE ROUND( (bsr - LAG(bsr) OVER (PARTITION BY asin ORDER BY date)) * 100.0 / NULLIF(LAG(bsr) OVER (PARTITION BY asin ORDER BY date),0), 2) END AS bsr_change_pct,
       rating - LAG(rating) OVER (PARTITION BY asin ORDER BY date) AS rating_delta,
       reviews_count - LAG(reviews_count) OVER (PARTITION BY asin ORDER BY date) AS reviews_delta,
       buybox_price - LAG(buybox_price) OVER (PARTITION BY asin ORDER BY date) AS buybox_delta
FROM core.product_metrics_daily
ON CONFLICT (asin, date) DO UPDATE
SET price_delta = EXCLUDED.price_delta,
    price_change_pct = EXCLUDED.price_change_pct,
    bsr_delta = EXCLUDED.bsr_delta,
    bsr_change_pct = EXCLUDED.bsr_change_pct,
    rating_delta = EXCLUDED.rating_delta,
    reviews_delta = EXCLUDED.reviews_delta,
    buybox_delta = EXCLUDED.buybox_delta;

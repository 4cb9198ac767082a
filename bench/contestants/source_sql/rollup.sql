-- Section 3.2, once for each of 7, 30 and 90 days as it says. Repairs:
--   1. "window" is quoted: a reserved word.
--   2. CURRENT_DATE is a parameter: the history is made up and does not end today. So is the length of the window.
--   3. The CTE "base", which nothing reads, is left out: Postgres would not run it anyway.
INSERT INTO mart.product_metrics_rollup (asin, "window", as_of, price_avg, price_min, price_max, bsr_avg, rating_avg, reviews_delta, price_change_pct, bsr_change_pct)
SELECT asin,
       %(days)s || 'd' AS "window",
       MAX(date) AS as_of,
       AVG(price), MIN(price), MAX(price),
       AVG(bsr), AVG(rating),
       (MAX(reviews_count) - MIN(reviews_count)) AS reviews_delta,
       ROUND((AVG(price) - MIN(price)) * 100.0 / NULLIF(MIN(price),0), 2) AS price_change_pct,
       ROUND((AVG(bsr) - MIN(bsr)) * 100.0 / NULLIF(MIN(bsr),0), 2) AS bsr_change_pct
FROM core.product_metrics_daily
WHERE date > %(day)s::date - make_interval(days => %(days)s)
GROUP BY asin
ON CONFLICT (asin, "window", as_of) DO UPDATE
SET price_avg = EXCLUDED.price_avg,
    price_min = EXCLUDED.price_min,
    price_max = EXCLUDED.price_max,
    bsr_avg = EXCLUDED.bsr_avg,
    rating_avg = EXCLUDED.rating_avg,
    reviews_delta = EXCLUDED.reviews_delta,
    price_change_pct = EXCLUDED.price_change_pct,
    bsr_change_pct = EXCLUDED.bsr_change_pct;

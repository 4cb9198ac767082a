-- Section 3.3, unchanged.
INSERT INTO mart.competitor_comparison_daily (asin_main, asin_comp, date, price_diff, bsr_gap, rating_diff, reviews_gap, buybox_diff, extras)
SELECT cl.asin_main,
       cl.asin_comp,
       m_main.date,
       (m_main.price - m_comp.price)              AS price_diff,
       (m_main.bsr - m_comp.bsr)                  AS bsr_gap,
       (m_main.rating - m_comp.rating)            AS rating_diff,
       (m_main.reviews_count - m_comp.reviews_count) AS reviews_gap,
       (m_main.buybox_price - m_comp.buybox_price)   AS buybox_diff,
       jsonb_build_object('source_job_id_main', m_main.job_id, 'source_job_id_comp', m_comp.job_id) AS extras
FROM core.competitor_links cl
JOIN core.product_metrics_daily m_main ON m_main.asin = cl.asin_main
JOIN core.product_metrics_daily m_comp ON m_comp.asin = cl.asin_comp AND m_comp.date = m_main.date
ON CONFLICT (asin_main, asin_comp, date) DO UPDATE
SET price_diff = EXCLUDED.price_diff,
    bsr_gap = EXCLUDED.bsr_gap,
    rating_diff = EXCLUDED.rating_diff,
    reviews_gap = EXCLUDED.reviews_gap,
    buybox_diff = EXCLUDED.buybox_diff,
    extras = EXCLUDED.extras;

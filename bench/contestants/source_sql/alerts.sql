-- Section 3.4, unchanged; the unique key that ON CONFLICT needs is in schema.sql.
INSERT INTO core.alerts (asin, kind, details, detected_at)
SELECT asin, 'PRICE_SPIKE',
       jsonb_build_object('date', date, 'price_change_pct', price_change_pct),
       now()
FROM mart.product_metrics_delta_daily
WHERE price_change_pct IS NOT NULL AND ABS(price_change_pct) > 10
ON CONFLICT DO NOTHING;

INSERT INTO core.alerts (asin, kind, details, detected_at)
SELECT asin, 'BSR_DROP',
       jsonb_build_object('date', date, 'bsr_change_pct', bsr_change_pct),
       now()
FROM mart.product_metrics_delta_daily
WHERE bsr_change_pct IS NOT NULL AND ABS(bsr_change_pct) > 30
ON CONFLICT DO NOTHING;

-- The newest day is in no statistics, so the planner expects no row of it, and takes an index on the day alone for as cheap as the
-- primary key: each product then read the whole day. With the product behind the day, both find one row.
-- The old index goes last: dropping it locks out readers until the migration ends, making the new one does not.
create index product_metrics_daily_date_asin_idx on core.product_metrics_daily (date, asin, marketplace);
drop index core.product_metrics_daily_date_idx;

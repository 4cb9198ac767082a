-- The newest day is in no statistics, so the planner expects no row of it, and takes an index on the day alone for as cheap as the
-- primary key: each product then read the whole day. With the product behind the day, both find one row.
drop index core.product_metrics_daily_date_idx;
create index product_metrics_daily_date_idx on core.product_metrics_daily (date, asin, marketplace);

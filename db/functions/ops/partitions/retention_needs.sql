-- Lists which mart reads how many days of which table before its own oldest day. A delta is computed from the last
-- observed day, however old; ninety days suffice except for products with a longer pause, whose next day then counts as
-- a first one.
create or replace function ops.retention_needs()
returns table (dependent text, source text, margin_days integer)
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    values
        ('mart.product_days', 'core.product_metrics_daily', 90),
        ('mart.competitor_comparison_daily', 'core.product_metrics_daily', 0);
$$;
comment on function ops.retention_needs() is 'Days of a table that a mart needs before its own oldest day, one row per mart and table.';

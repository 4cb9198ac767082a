-- Averages, extremes and change over the 7, 30 and 90 days that end on each observed day in [p_from, p_to], for all
-- products or those in p_asins. No SET clause: it must inline.
create or replace function definitions.product_metrics_rollup(
    p_from date,
    p_to date,
    p_asins text[] default null
)
returns table (
    asin text,
    marketplace text,
    window_days smallint,
    as_of date,
    price_avg numeric,
    price_min numeric,
    price_max numeric,
    bsr_avg numeric,
    bsr_min integer,
    bsr_max integer,
    rating_avg numeric,
    reviews_delta integer,
    price_change_pct numeric,
    bsr_change_pct numeric,
    observed_days smallint,
    expected_days smallint
)
language sql
stable
as $$
    select w.* from definitions.product_metrics_window(p_from, p_to, 7, p_asins) as w
    union all
    select w.* from definitions.product_metrics_window(p_from, p_to, 30, p_asins) as w
    union all
    select w.* from definitions.product_metrics_window(p_from, p_to, 90, p_asins) as w;
$$;
comment on function definitions.product_metrics_rollup(date, date, text[]) is 'Definition of mart.product_metrics_rollup: the 7, 30 and 90 days that end on each observed day.';

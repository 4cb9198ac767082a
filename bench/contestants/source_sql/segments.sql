-- The tables, the materialized view, the indexes and the incremental refresh of the document on brand product segments, as it states
-- them, with what makes them run:
-- tables that it takes for given, with the columns that its statements use;
-- a unique index, which REFRESH MATERIALIZED VIEW CONCURRENTLY needs;
-- a day instead of CURRENT_DATE in the predicate of an index, which must be immutable;
-- no grants to roles of its host, and no index on brand_performance_enhanced, which is a view.
create schema sqp;

create table sqp.asin_performance_data (
    id bigint primary key,
    asin varchar(20) not null,
    start_date date not null,
    end_date date not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);
create index asin_performance_data_asin_idx on sqp.asin_performance_data (asin, start_date);

create table sqp.search_query_performance (
    asin_performance_id bigint not null references sqp.asin_performance_data,
    search_query text not null,
    total_query_impression_count bigint,
    asin_impression_count bigint,
    total_click_count bigint,
    asin_click_count bigint,
    total_cart_add_count bigint,
    asin_cart_add_count bigint,
    total_purchase_count bigint,
    asin_purchase_count bigint,
    asin_median_purchase_price numeric,
    primary key (asin_performance_id, search_query)
);

create table public.asin_brand_mapping (
    asin varchar(20) primary key,
    brand_id uuid not null,
    is_active boolean not null default true
);

create table public.materialized_view_refresh_log (
    id bigint generated always as identity primary key,
    view_name text,
    refresh_start timestamptz,
    refresh_end timestamptz,
    status text,
    row_count bigint,
    metadata jsonb
);

CREATE MATERIALIZED VIEW IF NOT EXISTS public.brand_product_segments AS
WITH date_segments AS (
  -- Generate weekly segments with week boundaries
  SELECT
    abm.brand_id,
    apd.asin,
    -- Week boundaries (Monday to Sunday)
    DATE_TRUNC('week', apd.start_date)::date as week_start,
    (DATE_TRUNC('week', apd.start_date) + INTERVAL '6 days')::date as week_end,
    -- Month boundaries (1st to last day of month)
    DATE_TRUNC('month', apd.start_date)::date as month_start,
    (DATE_TRUNC('month', apd.start_date) + INTERVAL '1 month' - INTERVAL '1 day')::date as month_end,
    apd.start_date,
    apd.end_date,
    apd.id as asin_performance_id
  FROM sqp.asin_performance_data apd
  JOIN public.asin_brand_mapping abm ON apd.asin = abm.asin
  WHERE abm.is_active = true
),
weekly_aggregates AS (
  -- Weekly performance aggregations with share calculations
  SELECT
    ds.brand_id,
    ds.asin,
    ds.week_start,
    ds.week_end,
    'weekly' as segment_type,
    -- Core metrics aggregated across the week
    SUM(sqp.total_query_impression_count) as total_impressions,
    SUM(sqp.asin_impression_count) as asin_impressions,
    SUM(sqp.total_click_count) as total_clicks,
    SUM(sqp.asin_click_count) as asin_clicks,
    SUM(sqp.total_cart_add_count) as total_cart_adds,
    SUM(sqp.asin_cart_add_count) as asin_cart_adds,
    SUM(sqp.total_purchase_count) as total_purchases,
    SUM(sqp.asin_purchase_count) as asin_purchases,
    -- Calculate share metrics within the weekly segment
    CASE
      WHEN SUM(sqp.total_query_impression_count) > 0
      THEN ROUND((SUM(sqp.asin_impression_count)::NUMERIC / SUM(sqp.total_query_impression_count)::NUMERIC * 100), 2)
      ELSE 0
    END as impression_share_pct,
    CASE
      WHEN SUM(sqp.total_click_count) > 0
      THEN ROUND((SUM(sqp.asin_click_count)::NUMERIC / SUM(sqp.total_click_count)::NUMERIC * 100), 2)
      ELSE 0
    END as click_share_pct,
    CASE
      WHEN SUM(sqp.total_cart_add_count) > 0
      THEN ROUND((SUM(sqp.asin_cart_add_count)::NUMERIC / SUM(sqp.total_cart_add_count)::NUMERIC * 100), 2)
      ELSE 0
    END as cart_add_share_pct,
    CASE
      WHEN SUM(sqp.total_purchase_count) > 0
      THEN ROUND((SUM(sqp.asin_purchase_count)::NUMERIC / SUM(sqp.total_purchase_count)::NUMERIC * 100), 2)
      ELSE 0
    END as purchase_share_pct,
    -- Calculate performance rates
    CASE
      WHEN SUM(sqp.asin_impression_count) > 0
      THEN ROUND((SUM(sqp.asin_click_count)::NUMERIC / SUM(sqp.asin_impression_count)::NUMERIC * 100), 2)
      ELSE 0
    END as ctr_pct,
    CASE
      WHEN SUM(sqp.asin_click_count) > 0
      THEN ROUND((SUM(sqp.asin_purchase_count)::NUMERIC / SUM(sqp.asin_click_count)::NUMERIC * 100), 2)
      ELSE 0
    END as cvr_pct,
    -- Pricing data (weighted averages)
    CASE
      WHEN SUM(sqp.asin_purchase_count) > 0
      THEN ROUND(
        SUM(sqp.asin_median_purchase_price * sqp.asin_purchase_count) /
        SUM(sqp.asin_purchase_count), 2
      )
      ELSE NULL
    END as avg_purchase_price,
    -- Data quality indicators
    COUNT(DISTINCT ds.asin_performance_id) as data_points_count,
    MIN(ds.start_date) as earliest_date,
    MAX(ds.end_date) as latest_date
  FROM date_segments ds
  JOIN sqp.search_query_performance sqp ON ds.asin_performance_id = sqp.asin_performance_id
  GROUP BY ds.brand_id, ds.asin, ds.week_start, ds.week_end
),
monthly_aggregates AS (
  -- Monthly performance aggregations with share calculations
  SELECT
    ds.brand_id,
    ds.asin,
    ds.month_start,
    ds.month_end,
    'monthly' as segment_type,
    -- Core metrics aggregated across the month
    SUM(sqp.total_query_impression_count) as total_impressions,
    SUM(sqp.asin_impression_count) as asin_impressions,
    SUM(sqp.total_click_count) as total_clicks,
    SUM(sqp.asin_click_count) as asin_clicks,
    SUM(sqp.total_cart_add_count) as total_cart_adds,
    SUM(sqp.asin_cart_add_count) as asin_cart_adds,
    SUM(sqp.total_purchase_count) as total_purchases,
    SUM(sqp.asin_purchase_count) as asin_purchases,
    -- Calculate share metrics within the monthly segment
    CASE
      WHEN SUM(sqp.total_query_impression_count) > 0
      THEN ROUND((SUM(sqp.asin_impression_count)::NUMERIC / SUM(sqp.total_query_impression_count)::NUMERIC * 100), 2)
      ELSE 0
    END as impression_share_pct,
    CASE
      WHEN SUM(sqp.total_click_count) > 0
      THEN ROUND((SUM(sqp.asin_click_count)::NUMERIC / SUM(sqp.total_click_count)::NUMERIC * 100), 2)
      ELSE 0
    END as click_share_pct,
    CASE
      WHEN SUM(sqp.total_cart_add_count) > 0
      THEN ROUND((SUM(sqp.asin_cart_add_count)::NUMERIC / SUM(sqp.total_cart_add_count)::NUMERIC * 100), 2)
      ELSE 0
    END as cart_add_share_pct,
    CASE
      WHEN SUM(sqp.total_purchase_count) > 0
      THEN ROUND((SUM(sqp.asin_purchase_count)::NUMERIC / SUM(sqp.total_purchase_count)::NUMERIC * 100), 2)
      ELSE 0
    END as purchase_share_pct,
    -- Calculate performance rates
    CASE
      WHEN SUM(sqp.asin_impression_count) > 0
      THEN ROUND((SUM(sqp.asin_click_count)::NUMERIC / SUM(sqp.asin_impression_count)::NUMERIC * 100), 2)
      ELSE 0
    END as ctr_pct,
    CASE
      WHEN SUM(sqp.asin_click_count) > 0
      THEN ROUND((SUM(sqp.asin_purchase_count)::NUMERIC / SUM(sqp.asin_click_count)::NUMERIC * 100), 2)
      ELSE 0
    END as cvr_pct,
    -- Pricing data (weighted averages)
    CASE
      WHEN SUM(sqp.asin_purchase_count) > 0
      THEN ROUND(
        SUM(sqp.asin_median_purchase_price * sqp.asin_purchase_count) /
        SUM(sqp.asin_purchase_count), 2
      )
      ELSE NULL
    END as avg_purchase_price,
    -- Data quality indicators
    COUNT(DISTINCT ds.asin_performance_id) as data_points_count,
    MIN(ds.start_date) as earliest_date,
    MAX(ds.end_date) as latest_date
  FROM date_segments ds
  JOIN sqp.search_query_performance sqp ON ds.asin_performance_id = sqp.asin_performance_id
  GROUP BY ds.brand_id, ds.asin, ds.month_start, ds.month_end
)
-- Union weekly and monthly segments into single view
SELECT
  brand_id,
  asin,
  segment_type,
  week_start as period_start,
  week_end as period_end,
  total_impressions,
  asin_impressions,
  total_clicks,
  asin_clicks,
  total_cart_adds,
  asin_cart_adds,
  total_purchases,
  asin_purchases,
  impression_share_pct,
  click_share_pct,
  cart_add_share_pct,
  purchase_share_pct,
  ctr_pct,
  cvr_pct,
  avg_purchase_price,
  data_points_count,
  earliest_date,
  latest_date,
  CURRENT_TIMESTAMP as last_refreshed
FROM weekly_aggregates
UNION ALL
SELECT
  brand_id,
  asin,
  segment_type,
  month_start as period_start,
  month_end as period_end,
  total_impressions,
  asin_impressions,
  total_clicks,
  asin_clicks,
  total_cart_adds,
  asin_cart_adds,
  total_purchases,
  asin_purchases,
  impression_share_pct,
  click_share_pct,
  cart_add_share_pct,
  purchase_share_pct,
  ctr_pct,
  cvr_pct,
  avg_purchase_price,
  data_points_count,
  earliest_date,
  latest_date,
  CURRENT_TIMESTAMP as last_refreshed
FROM monthly_aggregates;

CREATE INDEX idx_brand_product_segments_lookup ON public.brand_product_segments(brand_id, asin, segment_type, period_start);
CREATE INDEX idx_brand_product_segments_period ON public.brand_product_segments(period_start, period_end);
CREATE INDEX idx_brand_product_segments_brand ON public.brand_product_segments(brand_id);
CREATE INDEX idx_brand_product_segments_asin ON public.brand_product_segments(asin);
CREATE INDEX idx_brand_product_segments_performance ON public.brand_product_segments(asin_impressions DESC, asin_purchases DESC);
CREATE INDEX idx_brand_product_segments_dates ON public.brand_product_segments(earliest_date, latest_date);

-- Composite index for segment queries (most common access pattern)
CREATE INDEX idx_segments_brand_asin_type_period ON public.brand_product_segments(
  brand_id,
  asin,
  segment_type,
  period_start,
  period_end
) WHERE asin_impressions > 0;

-- Index for date range filtering (API queries)
CREATE INDEX idx_segments_date_range ON public.brand_product_segments(
  period_start,
  period_end
) INCLUDE (brand_id, asin, segment_type, asin_impressions);

-- Index for performance sorting (top products)
CREATE INDEX idx_segments_performance_ranking ON public.brand_product_segments(
  brand_id,
  segment_type,
  asin_impressions DESC,
  asin_purchases DESC
) WHERE asin_impressions > 0;

-- Partial index for recent data (most frequently accessed)
CREATE INDEX idx_segments_recent_data ON public.brand_product_segments(
  brand_id,
  asin,
  period_start DESC
) WHERE period_start >= '2025-03-01';

-- GIN index for array operations if needed for batch queries
CREATE INDEX idx_segments_asin_gin ON public.brand_product_segments
USING GIN ((ARRAY[asin]));

create unique index brand_product_segments_key on public.brand_product_segments (brand_id, asin, segment_type, period_start);

-- Function for incremental refresh based on data changes
CREATE OR REPLACE FUNCTION public.refresh_brand_product_segments_incremental()
RETURNS void AS $$
DECLARE
  last_refresh_time TIMESTAMP;
  affected_dates DATE[];
BEGIN
  -- Get last refresh time from metadata
  SELECT COALESCE(MAX(last_refreshed), '1970-01-01'::TIMESTAMP)
  INTO last_refresh_time
  FROM public.brand_product_segments;

  -- Find date ranges that need refresh (based on recent data updates)
  SELECT ARRAY_AGG(DISTINCT apd.start_date)
  INTO affected_dates
  FROM sqp.asin_performance_data apd
  WHERE apd.updated_at > last_refresh_time
    OR apd.created_at > last_refresh_time;

  -- Only refresh if there are changes
  IF array_length(affected_dates, 1) > 0 THEN
    RAISE NOTICE 'Refreshing brand_product_segments for % affected dates', array_length(affected_dates, 1);
    REFRESH MATERIALIZED VIEW CONCURRENTLY public.brand_product_segments;

    -- Log the refresh
    INSERT INTO public.materialized_view_refresh_log (
      view_name,
      refresh_start,
      refresh_end,
      status,
      row_count,
      metadata
    ) VALUES (
      'brand_product_segments',
      CURRENT_TIMESTAMP,
      CURRENT_TIMESTAMP,
      'success',
      (SELECT COUNT(*) FROM public.brand_product_segments),
      jsonb_build_object(
        'affected_dates', affected_dates,
        'incremental', true
      )
    );
  ELSE
    RAISE NOTICE 'No changes detected, skipping refresh';
  END IF;
END;
$$ LANGUAGE plpgsql;

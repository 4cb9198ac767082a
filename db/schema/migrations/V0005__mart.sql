create table mart.product_latest (
    asin text not null,
    marketplace text not null,
    date date not null,
    price numeric(12, 2),
    list_price numeric(12, 2),
    buybox_price numeric(12, 2),
    buybox_seller text,
    bsr integer,
    bsr_category text,
    bsr_main integer,
    rating numeric(3, 2),
    reviews_count integer,
    in_stock boolean,
    offers_count integer,
    status text,
    observed_at timestamptz,
    primary key (asin, marketplace)
) with (fillfactor = 70);
comment on table mart.product_latest is 'The newest observed day of each product: one row per product.';
comment on column mart.product_latest.asin is 'Product.';
comment on column mart.product_latest.marketplace is 'Marketplace code.';
comment on column mart.product_latest.date is 'The newest observed day, marketplace time.';
comment on column mart.product_latest.price is 'Price shown, marketplace currency; null: none shown.';
comment on column mart.product_latest.list_price is 'List price, marketplace currency; null: none shown.';
comment on column mart.product_latest.buybox_price is 'Price of the featured offer, marketplace currency; null: none known.';
comment on column mart.product_latest.buybox_seller is 'Seller of the featured offer; null: none known.';
comment on column mart.product_latest.bsr is 'Best-seller rank in the smallest category; null: not shown.';
comment on column mart.product_latest.bsr_category is 'The category of that rank; null: no rank.';
comment on column mart.product_latest.bsr_main is 'Rank in the main category; null: not shown.';
comment on column mart.product_latest.rating is 'Average stars 1-5; null: not shown.';
comment on column mart.product_latest.reviews_count is 'Number of ratings; null: not shown.';
comment on column mart.product_latest.in_stock is 'Whether it could be bought; null: unknown.';
comment on column mart.product_latest.offers_count is 'Number of offers; null: not shown.';
comment on column mart.product_latest.status is 'ok, no_offer, out_of_stock or price_hidden; null: unknown, no observation of the day has offer fields.';
comment on column mart.product_latest.observed_at is 'Time of the last valid observation of the day; null for rows written manually.';

create table mart.product_metrics_delta_daily (
    asin text not null,
    marketplace text not null,
    date date not null,
    previous_date date,
    days_since_previous integer,
    price_delta numeric(12, 2),
    price_change_pct numeric,
    bsr_delta integer,
    bsr_change_pct numeric,
    rating_delta numeric(3, 2),
    reviews_delta integer,
    buybox_delta numeric(12, 2),
    buybox_change_pct numeric,
    is_buybox_seller_changed boolean,
    stock_change text,
    is_bsr_category_changed boolean,
    primary key (asin, marketplace, date)
) partition by range (date);
-- Alert rules check whether all ranks of a window are of one category. Few days change it.
create index product_metrics_delta_daily_bsr_category_idx on mart.product_metrics_delta_daily (asin, marketplace, date)
    where is_bsr_category_changed;
comment on table mart.product_metrics_delta_daily is 'Each observed day against the previous observed day of the same product.';
comment on column mart.product_metrics_delta_daily.asin is 'Product.';
comment on column mart.product_metrics_delta_daily.marketplace is 'Marketplace code.';
comment on column mart.product_metrics_delta_daily.date is 'The day, marketplace time.';
comment on column mart.product_metrics_delta_daily.previous_date is 'The observed day it is compared with; null on the first.';
comment on column mart.product_metrics_delta_daily.days_since_previous is 'Days between the two; 1 when none is missing.';
comment on column mart.product_metrics_delta_daily.price_delta is 'Price minus previous price, marketplace currency; null when either is unknown.';
comment on column mart.product_metrics_delta_daily.price_change_pct is 'Price change in percent of the previous price, 2 decimals; null when the base is 0 or unknown.';
comment on column mart.product_metrics_delta_daily.bsr_delta is 'Rank minus previous rank; negative is better; null when unknown or of another category.';
comment on column mart.product_metrics_delta_daily.bsr_change_pct is 'Rank change in percent of the previous rank, 2 decimals; null when unknown or of another category.';
comment on column mart.product_metrics_delta_daily.rating_delta is 'Change of the average stars; null when unknown.';
comment on column mart.product_metrics_delta_daily.reviews_delta is 'Ratings gained; null when unknown.';
comment on column mart.product_metrics_delta_daily.buybox_delta is 'Change of the featured offer''s price; null when unknown.';
comment on column mart.product_metrics_delta_daily.buybox_change_pct is 'The same in percent, 2 decimals.';
comment on column mart.product_metrics_delta_daily.is_buybox_seller_changed is 'Whether another seller holds the featured offer; null when either is unknown.';
comment on column mart.product_metrics_delta_daily.stock_change is 'lost, regained, or null for no known change.';
comment on column mart.product_metrics_delta_daily.is_bsr_category_changed is 'Whether the rank is of another category, or of one where none was known or the other way round: then bsr_delta says nothing; null on the first day.';

create table mart.product_metrics_rollup (
    asin text not null,
    marketplace text not null,
    window_days smallint not null,
    as_of date not null,
    price_avg numeric,
    price_min numeric(12, 2),
    price_max numeric(12, 2),
    bsr_avg numeric,
    bsr_min integer,
    bsr_max integer,
    rating_avg numeric,
    reviews_delta integer,
    price_change_pct numeric,
    bsr_change_pct numeric,
    observed_days smallint not null,
    expected_days smallint not null,
    primary key (asin, marketplace, as_of, window_days),
    constraint product_metrics_rollup_window_days_check check (window_days in (7, 30, 90))
) partition by range (as_of);
comment on table mart.product_metrics_rollup is 'Averages, extremes and change over the 7, 30 and 90 days that end on each observed day.';
comment on column mart.product_metrics_rollup.asin is 'Product.';
comment on column mart.product_metrics_rollup.marketplace is 'Marketplace code.';
comment on column mart.product_metrics_rollup.window_days is 'Length of the window in days: 7, 30 or 90; as_of is its last day.';
comment on column mart.product_metrics_rollup.as_of is 'An observed day, marketplace time; days in (as_of - window_days, as_of] count.';
comment on column mart.product_metrics_rollup.price_avg is 'Mean of the daily prices, 4 decimals; null: no price in the window.';
comment on column mart.product_metrics_rollup.price_min is 'Lowest daily price. A hundredth of price_max or less: one of both is suspect.';
comment on column mart.product_metrics_rollup.price_max is 'Highest daily price.';
comment on column mart.product_metrics_rollup.bsr_avg is 'Mean rank in one category, that of the last rank in the window, 2 decimals; null: no rank in the window.';
comment on column mart.product_metrics_rollup.bsr_min is 'Best (lowest) rank in that category.';
comment on column mart.product_metrics_rollup.bsr_max is 'Worst (highest) rank in that category.';
comment on column mart.product_metrics_rollup.rating_avg is 'Mean of the daily ratings, 3 decimals.';
comment on column mart.product_metrics_rollup.reviews_delta is 'Ratings on as_of minus the first known in the window.';
comment on column mart.product_metrics_rollup.price_change_pct is 'Price on as_of against the first known in the window, percent, 2 decimals; null when unknown.';
comment on column mart.product_metrics_rollup.bsr_change_pct is 'Rank on as_of against the first of the same category in the window, percent, 2 decimals; null when unknown.';
comment on column mart.product_metrics_rollup.observed_days is 'Days of the window that were observed.';
comment on column mart.product_metrics_rollup.expected_days is 'Days of the window: fewer observed ones mean thin data.';

create table mart.competitor_comparison_daily (
    asin_main text not null,
    asin_comp text not null,
    marketplace text not null,
    date date not null,
    price_diff numeric(12, 2),
    price_diff_pct numeric,
    bsr_gap integer,
    rating_diff numeric(3, 2),
    reviews_gap integer,
    buybox_diff numeric(12, 2),
    is_same_bsr_category boolean,
    -- Includes every column, so that a month of a pair is read from the index alone, not from a page for each day.
    primary key (asin_main, asin_comp, marketplace, date)
        include (price_diff, price_diff_pct, bsr_gap, rating_diff, reviews_gap, buybox_diff, is_same_bsr_category)
) partition by range (date);
comment on table mart.competitor_comparison_daily is 'Main product minus competitor: one row per compared pair and day on which both were observed.';
comment on column mart.competitor_comparison_daily.asin_main is 'Main product.';
comment on column mart.competitor_comparison_daily.asin_comp is 'Competitor.';
comment on column mart.competitor_comparison_daily.marketplace is 'Marketplace of both.';
comment on column mart.competitor_comparison_daily.date is 'The day, marketplace time.';
comment on column mart.competitor_comparison_daily.price_diff is 'Main minus competitor price, marketplace currency; positive: the competitor is cheaper; null when either is unknown.';
comment on column mart.competitor_comparison_daily.price_diff_pct is 'That difference in percent of the competitor''s price, 2 decimals; null when either is unknown.';
comment on column mart.competitor_comparison_daily.bsr_gap is 'Main minus competitor rank; negative: the main product ranks better; null when either is unknown.';
comment on column mart.competitor_comparison_daily.rating_diff is 'Main minus competitor stars; null when either is unknown.';
comment on column mart.competitor_comparison_daily.reviews_gap is 'Main minus competitor number of ratings; null when either is unknown.';
comment on column mart.competitor_comparison_daily.buybox_diff is 'Main minus competitor featured-offer price, marketplace currency; null when either is unknown.';
comment on column mart.competitor_comparison_daily.is_same_bsr_category is 'Whether both ranks are of one category; when false, bsr_gap is not comparable. Null when either is unknown.';

create table mart.score_weights (
    metric text primary key,
    weight numeric not null,
    is_lower_better boolean not null,
    constraint score_weights_metric_check check (metric in ('price', 'bsr', 'rating', 'reviews')),
    constraint score_weights_weight_check check (weight >= 0)
);
comment on table mart.score_weights is 'Weights of the composite score in mart.competitor_scores_daily: one row per metric. A change takes effect at once.';
comment on column mart.score_weights.metric is 'price, bsr, rating or reviews.';
comment on column mart.score_weights.weight is 'Relative weight; they need not add up to 1.';
comment on column mart.score_weights.is_lower_better is 'True when a lower value is better.';
insert into mart.score_weights (metric, weight, is_lower_better) values
    ('price', 0.3, true), ('bsr', 0.3, true), ('rating', 0.2, false), ('reviews', 0.2, false);

create table mart.dim_date (
    date date primary key,
    year smallint not null,
    quarter smallint not null,
    month smallint not null,
    month_start date not null,
    iso_year smallint not null,
    iso_week smallint not null,
    iso_week_start date not null,
    amazon_week_start date not null,
    amazon_week_end date not null,
    day_of_week smallint not null,
    is_weekend boolean not null
);
comment on table mart.dim_date is 'Calendar, 2015 to 2040: one row per day, with ISO weeks and Amazon''s Sunday to Saturday weeks.';
comment on column mart.dim_date.date is 'The day.';
comment on column mart.dim_date.year is 'Calendar year.';
comment on column mart.dim_date.quarter is 'Calendar quarter, 1-4.';
comment on column mart.dim_date.month is 'Calendar month, 1-12.';
comment on column mart.dim_date.month_start is 'First day of the month.';
comment on column mart.dim_date.iso_year is 'Year the ISO week belongs to.';
comment on column mart.dim_date.iso_week is 'ISO week, 1-53, Monday to Sunday.';
comment on column mart.dim_date.iso_week_start is 'Monday of the ISO week.';
comment on column mart.dim_date.amazon_week_start is 'Sunday of Amazon''s reporting week.';
comment on column mart.dim_date.amazon_week_end is 'Saturday of Amazon''s reporting week.';
comment on column mart.dim_date.day_of_week is '1 Monday to 7 Sunday.';
comment on column mart.dim_date.is_weekend is 'Saturday or Sunday.';
insert into mart.dim_date (
    date, year, quarter, month, month_start, iso_year, iso_week, iso_week_start,
    amazon_week_start, amazon_week_end, day_of_week, is_weekend
)
select
    d.day,
    extract(year from d.day),
    extract(quarter from d.day),
    extract(month from d.day),
    date_trunc('month', d.day)::date,
    extract(isoyear from d.day),
    extract(week from d.day),
    date_trunc('week', d.day)::date,
    d.day - extract(dow from d.day)::integer,
    d.day - extract(dow from d.day)::integer + 6,
    extract(isodow from d.day),
    extract(isodow from d.day) > 5
from (
    select g.moment::date as day
    from generate_series(timestamp '2015-01-01', timestamp '2040-12-31', interval '1 day') as g (moment)
) as d;

-- Tables only; the file of each view has its own grants. New tables are not granted to tenants by default.
grant select on mart.product_latest, mart.product_metrics_delta_daily, mart.product_metrics_rollup,
    mart.competitor_comparison_daily, mart.score_weights, mart.dim_date
    to tenant_reader;

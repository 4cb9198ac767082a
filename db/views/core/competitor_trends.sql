-- Least squares over the daily gaps of a pair. A trend is called one where its t statistic, r * sqrt((n - 2) / (1 - r^2)), exceeds the
-- 97.5 % quantile of n - 2 degrees of freedom, 1.96 + 2.4 / (n - 2) to two digits.
create or replace view core.competitor_trends with (security_invoker = true) as
select
    c.asin_main,
    c.asin_comp,
    c.marketplace,
    c.date,
    m.metric,
    fit.days,
    round(fit.slope::numeric, 4) as slope_per_day,
    round((fit.slope * (fit.last_day - fit.first_day))::numeric, 2) as change_30d,
    case
        when fit.days < 14 or fit.last_day - fit.first_day < 14 then 'too few days'
        when fit.slope = 0 then 'steady'
        when fit.r2 >= 1 or sqrt(fit.r2 * (fit.days - 2) / (1 - fit.r2)) > 1.96 + 2.4 / (fit.days - 2)
            then case when fit.slope > 0 then 'rising' else 'falling' end
        else 'no clear trend'
    end as direction
from mart.competitor_comparison_daily as c
cross join (values ('price_diff_pct'), ('bsr_gap'), ('rating_diff'), ('reviews_gap')) as m (metric)
cross join lateral (
    select
        count(g.gap)::integer as days,
        min(g.day) filter (where g.gap is not null) as first_day,
        max(g.day) filter (where g.gap is not null) as last_day,
        -- A constant gap has a slope of 0, whatever the last digits of a binary fraction say, and no correlation.
        case when min(g.gap) = max(g.gap) and count(g.gap) > 1 then 0 else regr_slope(g.gap, g.day) end as slope,
        coalesce(regr_r2(g.gap, g.day), 0) as r2
    from (
        select
            (h.date - c.date)::float8 as day,
            case m.metric
                when 'price_diff_pct' then h.price_diff_pct
                when 'bsr_gap' then case when h.is_same_bsr_category then h.bsr_gap end
                when 'rating_diff' then h.rating_diff
                else h.reviews_gap
            end::float8 as gap
        from mart.competitor_comparison_daily as h
        where h.asin_main = c.asin_main and h.asin_comp = c.asin_comp and h.marketplace = c.marketplace
            and h.date > c.date - 30 and h.date <= c.date
    ) as g
) as fit;
comment on view core.competitor_trends is 'How the gap of a compared pair moved over the 30 days that end on a day: one row per main product, competitor, day and metric.';
comment on column core.competitor_trends.asin_main is 'Main product.';
comment on column core.competitor_trends.asin_comp is 'Competitor.';
comment on column core.competitor_trends.marketplace is 'Marketplace of both.';
comment on column core.competitor_trends.date is 'Last day of the 30, one on which both were observed.';
comment on column core.competitor_trends.metric is 'Gap, main minus competitor: price_diff_pct, bsr_gap (of days on which both ranks are of one category), rating_diff or reviews_gap.';
comment on column core.competitor_trends.days is 'Days with a known gap.';
comment on column core.competitor_trends.slope_per_day is 'Change of the gap per day by least squares, 4 decimals; null: fewer than two days.';
comment on column core.competitor_trends.change_30d is 'slope_per_day, not rounded, times the days from the first to the last known gap, 2 decimals; null: fewer than two days.';
comment on column core.competitor_trends.direction is 'rising or falling where the slope differs from 0 at the 95 % level, steady where the gap did not change, no clear trend, or too few days (fewer than 14, or from first to last fewer than 15).';
grant select on core.competitor_trends to asinmart_api, asinmart_admin;

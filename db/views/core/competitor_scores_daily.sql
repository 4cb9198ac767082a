-- A view, not a table: one main product's group is a handful of rows, and weights take effect at once.
create or replace view core.competitor_scores_daily with (security_invoker = true) as
with members as (
    select
        pair.asin_main,
        d.asin,
        d.marketplace,
        d.date,
        d.price,
        d.bsr,
        d.rating,
        d.reviews_count
    from (
        select p.asin_main, p.asin_comp as asin, p.marketplace from core.competitor_pairs as p
        union
        select p.asin_main, p.asin_main, p.marketplace from core.competitor_pairs as p
    ) as pair
    inner join core.product_metrics_daily as d on d.asin = pair.asin and d.marketplace = pair.marketplace
),
standing as (
    select
        m.asin_main,
        m.asin,
        m.marketplace,
        m.date,
        count(*) over peers as group_size,
        case when m.price is not null then rank() over (peers order by m.price) end as price_rank,
        case when m.bsr is not null then rank() over (peers order by m.bsr) end as bsr_rank,
        case when m.rating is not null then rank() over (peers order by m.rating desc nulls last) end as rating_rank,
        case when m.reviews_count is not null then rank() over (peers order by m.reviews_count desc nulls last) end
            as reviews_rank,
        round((m.price - avg(m.price) over peers) / nullif(stddev_pop(m.price) over peers, 0), 3) as price_z,
        round((m.bsr - avg(m.bsr) over peers) / nullif(stddev_pop(m.bsr) over peers, 0), 3) as bsr_z,
        round((m.rating - avg(m.rating) over peers) / nullif(stddev_pop(m.rating) over peers, 0), 3) as rating_z,
        round((m.reviews_count - avg(m.reviews_count) over peers) / nullif(stddev_pop(m.reviews_count) over peers, 0), 3)
            as reviews_z
    from members as m
    window peers as (partition by m.asin_main, m.marketplace, m.date)
)
select
    s.asin_main,
    s.asin,
    s.marketplace,
    s.date,
    s.asin = s.asin_main as is_main,
    s.group_size,
    s.price_rank,
    s.bsr_rank,
    s.rating_rank,
    s.reviews_rank,
    s.price_z,
    s.bsr_z,
    s.rating_z,
    s.reviews_z,
    scored.composite_score
from standing as s
cross join lateral (
    select round(
        sum(w.weight * (50 + 25 * greatest(-2, least(2, case when w.is_lower_better then -v.z else v.z end))))
            filter (where v.z is not null)
        / nullif(sum(w.weight) filter (where v.z is not null), 0),
        1
    ) as composite_score
    from (values ('price', s.price_z), ('bsr', s.bsr_z), ('rating', s.rating_z), ('reviews', s.reviews_z)) as v (metric, z)
    inner join mart.score_weights as w on w.metric = v.metric
) as scored;
comment on view core.competitor_scores_daily is 'Ranks and scores of a main product and its competitors against each other: one row per main product, member and day.';
comment on column core.competitor_scores_daily.asin_main is 'Main product of the group.';
comment on column core.competitor_scores_daily.asin is 'Member: the main product itself or a competitor.';
comment on column core.competitor_scores_daily.marketplace is 'Marketplace code.';
comment on column core.competitor_scores_daily.date is 'The day.';
comment on column core.competitor_scores_daily.is_main is 'True on the main product''s own row.';
comment on column core.competitor_scores_daily.group_size is 'Members observed that day.';
comment on column core.competitor_scores_daily.price_rank is '1 is the cheapest; null: no price.';
comment on column core.competitor_scores_daily.bsr_rank is '1 is the best rank; null: no rank.';
comment on column core.competitor_scores_daily.rating_rank is '1 is the best rated; null: no rating.';
comment on column core.competitor_scores_daily.reviews_rank is '1 has the most ratings; null: unknown.';
comment on column core.competitor_scores_daily.price_z is '(price - mean) / population standard deviation in the group; null when all are equal or unknown.';
comment on column core.competitor_scores_daily.bsr_z is 'The same for the rank.';
comment on column core.competitor_scores_daily.rating_z is 'The same for the rating.';
comment on column core.competitor_scores_daily.reviews_z is 'The same for the number of ratings.';
comment on column core.competitor_scores_daily.composite_score is '0-100, 50 is the group''s mean: weighted mean over the known metrics of 50 + 25 z, z turned so that higher is better and cut at -2 and 2; weights in mart.score_weights.';
grant select on core.competitor_scores_daily to asinmart_api, asinmart_admin;

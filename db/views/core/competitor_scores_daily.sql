-- A view, not a table: one main product's group is a handful of rows, and weights take effect at once.
create or replace view core.competitor_scores_daily with (security_invoker = true) as
with observed as (
    select
        pair.tenant_id,
        pair.asin_main,
        d.asin,
        d.marketplace,
        d.date,
        d.price,
        d.bsr,
        d.bsr_category,
        d.rating,
        d.reviews_count
    from (
        select p.tenant_id, p.asin_main, p.asin_comp as asin, p.marketplace from core.compared_pairs as p
        union
        select p.tenant_id, p.asin_main, p.asin_main, p.marketplace from core.compared_pairs as p
    ) as pair
    inner join core.product_metrics_daily as d on d.asin = pair.asin and d.marketplace = pair.marketplace
),
-- Ranks of two categories are never compared: only those of the main product's category count.
members as (
    select
        o.*,
        case
            when o.bsr_category is not distinct from max(o.bsr_category) filter (where o.asin = o.asin_main) over (
                partition by o.tenant_id, o.asin_main, o.marketplace, o.date
            ) then o.bsr
        end as compared_bsr
    from observed as o
),
standing as (
    select
        m.tenant_id,
        m.asin_main,
        m.asin,
        m.marketplace,
        m.date,
        m.bsr,
        m.bsr_category,
        count(*) over peers as group_size,
        case when m.price is not null then rank() over (peers order by m.price) end as price_rank,
        case when m.compared_bsr is not null then rank() over (peers order by m.compared_bsr) end as bsr_rank,
        case when m.rating is not null then rank() over (peers order by m.rating desc nulls last) end as rating_rank,
        case when m.reviews_count is not null then rank() over (peers order by m.reviews_count desc nulls last) end
            as reviews_rank,
        round((m.price - avg(m.price) over peers) / nullif(stddev_pop(m.price) over peers, 0), 3) as price_z,
        round((m.compared_bsr - avg(m.compared_bsr) over peers) / nullif(stddev_pop(m.compared_bsr) over peers, 0), 3) as bsr_z,
        round((m.rating - avg(m.rating) over peers) / nullif(stddev_pop(m.rating) over peers, 0), 3) as rating_z,
        round((m.reviews_count - avg(m.reviews_count) over peers) / nullif(stddev_pop(m.reviews_count) over peers, 0), 3)
            as reviews_z
    from members as m
    window peers as (partition by m.tenant_id, m.asin_main, m.marketplace, m.date)
),
scored as (
    select s.*, sub.price_score, sub.bsr_score, sub.rating_score, sub.reviews_score, sub.composite_score
    from standing as s
    cross join lateral (
        select
            max(v.score) filter (where v.metric = 'price') as price_score,
            max(v.score) filter (where v.metric = 'bsr') as bsr_score,
            max(v.score) filter (where v.metric = 'rating') as rating_score,
            max(v.score) filter (where v.metric = 'reviews') as reviews_score,
            round(sum(v.weight * v.score) / nullif(sum(v.weight) filter (where v.score is not null), 0), 1) as composite_score
        from (
            select
                w.metric,
                coalesce(t.weight, w.weight) as weight,
                50 + 25 * greatest(-2, least(2, case when w.is_lower_better then -z.z else z.z end)) as score
            from (values ('price', s.price_z), ('bsr', s.bsr_z), ('rating', s.rating_z), ('reviews', s.reviews_z)) as z (metric, z)
            inner join mart.score_weights as w on w.metric = z.metric
            left join app.tenant_score_weights as t on t.tenant_id = s.tenant_id and t.metric = z.metric
            where z.z is not null
        ) as v
    ) as sub
)
select
    s.tenant_id,
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
    s.composite_score,
    round(s.price_score, 1) as price_score,
    round(s.bsr_score, 1) as bsr_score,
    round(s.rating_score, 1) as rating_score,
    round(s.reviews_score, 1) as reviews_score,
    case
        when s.composite_score is not null
            then rank() over (partition by s.tenant_id, s.asin_main, s.marketplace, s.date order by s.composite_score desc nulls last)
    end as score_rank,
    (
        select case when s.bsr is not null then count(*) > 0 end
        from core.products as own
        inner join core.products as sibling
            on sibling.parent_asin = own.parent_asin and sibling.marketplace = own.marketplace and sibling.asin <> own.asin
        inner join core.product_metrics_daily as d
            on d.asin = sibling.asin and d.marketplace = sibling.marketplace and d.date = s.date
        where own.asin = s.asin and own.marketplace = s.marketplace
            and d.bsr = s.bsr and d.bsr_category is not distinct from s.bsr_category
    ) as is_rank_inherited
from scored as s;
comment on view core.competitor_scores_daily is 'Ranks and scores of a main product and a tenant''s competitors of it against each other: one row per tenant, main product, member and day.';
comment on column core.competitor_scores_daily.tenant_id is 'Tenant whose competitors and weights they are.';
comment on column core.competitor_scores_daily.asin_main is 'Main product of the group.';
comment on column core.competitor_scores_daily.asin is 'Member: the main product itself or a competitor.';
comment on column core.competitor_scores_daily.marketplace is 'Marketplace code.';
comment on column core.competitor_scores_daily.date is 'The day.';
comment on column core.competitor_scores_daily.is_main is 'True on the main product''s own row.';
comment on column core.competitor_scores_daily.group_size is 'Members observed that day.';
comment on column core.competitor_scores_daily.price_rank is '1 is the cheapest; null: no price.';
comment on column core.competitor_scores_daily.bsr_rank is '1 is the best rank of those in the main product''s category; null: no rank, or one of another category.';
comment on column core.competitor_scores_daily.rating_rank is '1 is the best rated; null: no rating.';
comment on column core.competitor_scores_daily.reviews_rank is '1 has the most ratings; null: unknown.';
comment on column core.competitor_scores_daily.price_z is '(price - mean) / population standard deviation in the group; null when all are equal or unknown.';
comment on column core.competitor_scores_daily.bsr_z is 'The same for the rank, over the ranks in the main product''s category; null also for a rank of another category.';
comment on column core.competitor_scores_daily.rating_z is 'The same for the rating.';
comment on column core.competitor_scores_daily.reviews_z is 'The same for the number of ratings.';
comment on column core.competitor_scores_daily.composite_score is '0-100, 50 is the group''s mean: mean of the known sub-scores, weighted by the tenant''s weights or else mart.score_weights, 1 decimal; null: none is known.';
comment on column core.competitor_scores_daily.price_score is '0-100: 50 + 25 z of the price, z turned so that higher is better and cut at -2 and 2, 1 decimal; null: z is.';
comment on column core.competitor_scores_daily.bsr_score is '0-100: 50 + 25 z of the rank, z turned so that higher is better and cut at -2 and 2, 1 decimal; null: z is.';
comment on column core.competitor_scores_daily.rating_score is '0-100: 50 + 25 z of the rating, z cut at -2 and 2, 1 decimal; null: z is.';
comment on column core.competitor_scores_daily.reviews_score is '0-100: 50 + 25 z of the number of ratings, z cut at -2 and 2, 1 decimal; null: z is.';
comment on column core.competitor_scores_daily.score_rank is '1 has the highest composite score; null: it has none.';
comment on column core.competitor_scores_daily.is_rank_inherited is 'Whether another variation of the same parent has the same rank in the same category that day: then it is the rank of the family. False where no other variation is known; null: no rank.';
grant select on core.competitor_scores_daily to asinmart_api, asinmart_admin;

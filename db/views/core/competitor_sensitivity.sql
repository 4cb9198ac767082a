-- The rank by composite score when one weight is a fifth lower or higher, for each weight in turn: eight variants.
create or replace view core.competitor_sensitivity with (security_invoker = true) as
with variants as (
    select
        s.tenant_id,
        s.asin_main,
        s.asin,
        s.marketplace,
        s.date,
        s.score_rank,
        changed.metric,
        changed.factor,
        sum(v.weight * v.score) / nullif(sum(v.weight) filter (where v.score is not null), 0) as score
    from core.competitor_scores_daily as s
    cross join (
        select w.metric, f.factor from mart.score_weights as w cross join (values (0.8), (1.2)) as f (factor)
    ) as changed
    cross join lateral (
        select
            coalesce(t.weight, w.weight) * case when w.metric = changed.metric then changed.factor else 1 end as weight,
            case w.metric
                when 'price' then s.price_score when 'bsr' then s.bsr_score when 'rating' then s.rating_score else s.reviews_score
            end as score
        from mart.score_weights as w
        left join app.tenant_score_weights as t on t.tenant_id = s.tenant_id and t.metric = w.metric
    ) as v
    where s.composite_score is not null
    group by s.tenant_id, s.asin_main, s.asin, s.marketplace, s.date, s.score_rank, changed.metric, changed.factor
),
ranked as (
    select
        v.*,
        rank() over (
            partition by v.tenant_id, v.asin_main, v.marketplace, v.date, v.metric, v.factor order by round(v.score, 1) desc nulls last
        ) as variant_rank
    from variants as v
)
select
    r.tenant_id,
    r.asin_main,
    r.asin,
    r.marketplace,
    r.date,
    r.score_rank,
    least(min(r.variant_rank), r.score_rank) as best_rank,
    greatest(max(r.variant_rank), r.score_rank) as worst_rank,
    case
        when least(min(r.variant_rank), r.score_rank) = greatest(max(r.variant_rank), r.score_rank) then r.score_rank::text
        else least(min(r.variant_rank), r.score_rank) || '-' || greatest(max(r.variant_rank), r.score_rank)
    end as rank_if_weights_move
from ranked as r
group by r.tenant_id, r.asin_main, r.asin, r.marketplace, r.date, r.score_rank;
comment on view core.competitor_sensitivity is 'How firm a rank by composite score is: the ranks when one weight at a time is 20 % lower or higher. One row per tenant, main product, member with a score, and day.';
comment on column core.competitor_sensitivity.tenant_id is 'Tenant whose competitors and weights they are.';
comment on column core.competitor_sensitivity.asin_main is 'Main product of the group.';
comment on column core.competitor_sensitivity.asin is 'Member: the main product itself or a competitor.';
comment on column core.competitor_sensitivity.marketplace is 'Marketplace code.';
comment on column core.competitor_sensitivity.date is 'The day.';
comment on column core.competitor_sensitivity.score_rank is 'Rank by composite score with the weights as they are; 1 is best.';
comment on column core.competitor_sensitivity.best_rank is 'Best rank of all variants.';
comment on column core.competitor_sensitivity.worst_rank is 'Worst rank of all variants.';
comment on column core.competitor_sensitivity.rank_if_weights_move is 'best_rank-worst_rank, such as 1-2, or one number where no variant moves it.';
grant select on core.competitor_sensitivity to asinmart_api, asinmart_admin;

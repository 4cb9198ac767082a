create or replace function core.recommendation_candidates(
    p_subject core.recommendation_subject,
    p_limits jsonb
)
returns setof core.recommendation_candidate
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    select c.* from core.recommend_price(p_subject, p_limits) as c
    union all
    select c.* from core.recommend_content(p_subject, p_limits) as c
    union all
    select c.* from core.recommend_reviews(p_subject, p_limits) as c
    union all
    select c.* from core.recommend_stock(p_subject, p_limits) as c
    union all
    select c.* from core.recommend_buybox(p_subject, p_limits) as c
    union all
    select c.* from core.recommend_category(p_subject, p_limits) as c;
$$;
comment on function core.recommendation_candidates(core.recommendation_subject, jsonb) is 'Actions that all rules together find for a product.';

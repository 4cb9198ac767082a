-- plpgsql, as all functions of the rules: the session keeps their plans, while a SQL function inside another is planned at each call.
create or replace function core.recommendation_candidates(
    p_subject core.recommendation_subject,
    p_limits jsonb
)
returns setof core.recommendation_candidate
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
begin
    return query
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
end;
$$;
comment on function core.recommendation_candidates(core.recommendation_subject, jsonb) is 'Actions that all rules together find for a product.';

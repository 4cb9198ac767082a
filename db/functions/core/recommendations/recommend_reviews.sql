create or replace function core.recommend_reviews(
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
    select
        'rating_below_peers', 'rating', p_subject.rating::text, p_subject.rating_mean::text, 'stars', 2::smallint,
        core.recommendation_confidence(
            p_subject, p_subject.rated_count,
            p_subject.rating_shortfall / nullif((p_limits ->> 'rating_shortfall')::numeric, 0) - 1
        ),
        'The rating, {rating}, is {rating_shortfall} below the mean of {rated_count} competitors, {rating_mean}.',
        'When what low ratings complain about is mended, the rating can come closer to {rating_mean}.',
        array['rating', 'rating_mean']
    where p_subject.rating_shortfall >= (p_limits ->> 'rating_shortfall')::numeric
        and p_subject.rated_count >= (p_limits ->> 'min_competitors')::integer
    union all
    select
        'reviews_too_few', 'reviews', p_subject.reviews_count::text, p_subject.reviews_median::text, 'count', 4::smallint,
        core.recommendation_confidence(
            p_subject, p_subject.reviewed_count,
            (p_limits ->> 'reviews_share_pct')::numeric / nullif(p_subject.reviews_share_pct, 0) - 1
        ),
        'It has {reviews_count} ratings, {reviews_share_pct} of the median of {reviewed_count} competitors, {reviews_median}.',
        'Buyers who are asked for a review bring it closer to {reviews_median} ratings, which shoppers trust more.',
        array['reviews_count', 'reviews_median']
    where p_subject.reviews_share_pct < (p_limits ->> 'reviews_share_pct')::numeric
        and p_subject.reviewed_count >= (p_limits ->> 'min_competitors')::integer;
end;
$$;
comment on function core.recommend_reviews(core.recommendation_subject, jsonb) is 'Rules about reviews: a rating below the mean of the competitors, or few ratings.';

-- A price above the middle of the competitors goes down to it, but only where the rank is worse than theirs and the rating is no
-- better: then the price buys nothing. A price far below the cheapest of them goes up to that, but only with a better rating.
create or replace function core.recommend_price(
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
        'price_above_peers', 'price', p_subject.price::text, p_subject.price_median::text, 'currency', 2::smallint,
        core.recommendation_confidence(
            p_subject, least(p_subject.priced_count, p_subject.ranked_count, p_subject.rated_count),
            p_subject.price_above_median_pct / nullif((p_limits ->> 'price_above_pct')::numeric, 0) - 1
        ),
        'The price, {price}, is {price_above_median_pct} above the median of {priced_count} competitors, {price_median}, while the rank, '
            '{bsr}, is worse than their median, {bsr_median}, and the rating, {rating}, is not better than their mean, {rating_mean}.',
        'At {price_median} it costs as much as the median of the competitors, and a better rank than {bsr} is expected.',
        array['price', 'price_median']
    where core.price_obstacle(p_subject) is null
        and p_subject.price_above_median_pct > (p_limits ->> 'price_above_pct')::numeric
        and p_subject.bsr > p_subject.bsr_median
        and p_subject.rating_shortfall >= 0
        and least(p_subject.priced_count, p_subject.ranked_count, p_subject.rated_count) >= (p_limits ->> 'min_competitors')::integer
    union all
    select
        'price_below_peers', 'price', p_subject.price::text, p_subject.price_min::text, 'currency', 3::smallint,
        core.recommendation_confidence(
            p_subject, least(p_subject.priced_count, p_subject.rated_count),
            p_subject.price_below_min_pct / nullif((p_limits ->> 'price_below_pct')::numeric, 0) - 1
        ),
        'The price, {price}, is {price_below_min_pct} below the cheapest of {priced_count} competitors, {price_min}, while the rating, '
            '{rating}, is better than their mean, {rating_mean}.',
        'At {price_min} it still costs no more than the cheapest competitor, and each sale brings more than at {price}.',
        array['price', 'price_min']
    where core.price_obstacle(p_subject) is null
        and p_subject.price_below_min_pct > (p_limits ->> 'price_below_pct')::numeric
        and p_subject.rating_shortfall < 0
        and least(p_subject.priced_count, p_subject.rated_count) >= (p_limits ->> 'min_competitors')::integer;
end;
$$;
comment on function core.recommend_price(core.recommendation_subject, jsonb) is 'Rules about the price: above the middle of the competitors without a reason for it, or needlessly below the cheapest.';

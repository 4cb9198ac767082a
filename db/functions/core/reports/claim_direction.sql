-- What words of comparison a claim can carry: measure (price, rank, rating, reviews or other), sign of its value (null when the value is
-- no difference or change: it compares nothing), and better (1 when the product of the claim does better, -1 worse, 0 equal; null where
-- no direction is the better one, as with prices). By the name of the metric: differences and changes are named so in mart, and are of
-- the main product minus the competitor, or of a later time minus an earlier one. A rank is better when it is smaller.
create or replace function core.claim_direction(p_claim jsonb)
returns table (measure text, sign integer, better integer)
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select
        m.measure, s.sign,
        case m.measure when 'rank' then -s.sign when 'rating' then s.sign when 'reviews' then s.sign when 'score' then s.sign end
    from (
        select case
            when p_claim ->> 'metric' ~ 'price|buybox|offer|cost' and p_claim ->> 'metric' !~ 'share|score|rank' then 'price'
            when p_claim ->> 'metric' ~ 'score|share' then 'score'
            when p_claim ->> 'metric' ~ 'bsr|rank' then 'rank'
            when p_claim ->> 'metric' ~ 'rating|stars' then 'rating'
            when p_claim ->> 'metric' ~ 'review' then 'reviews'
            else 'other'
        end as measure
    ) as m
    cross join lateral (
        select case
            when jsonb_typeof(p_claim -> 'value') = 'number' and p_claim ->> 'metric' ~ '(^|[_.])(diff|gap|change|delta|slope)([_.]|$)'
                then sign((p_claim -> 'value')::numeric)::integer
        end as sign
    ) as s;
$$;
comment on function core.claim_direction(jsonb) is 'What a claim measures, the sign of its value if it is a difference or a change, and whether that is better for its product.';

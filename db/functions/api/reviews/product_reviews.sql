-- Returns a page of the reviews of a product, newest first; those of unknown day come last. The page starts after p_after, the key of the
-- last row of the page before: [day, review_id].
-- Raises AM404 for a product that was neither observed nor reviewed.
create or replace function api.product_reviews(
    p_asin text,
    p_marketplace text default 'US',
    p_rating_min integer default null,
    p_rating_max integer default null,
    p_is_verified boolean default null,
    p_from date default null,
    p_to date default null,
    p_after jsonb default null,
    p_limit integer default 50
)
returns table (data text, next_key text, meta text)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan  -- a plan for the given filters
as $$
begin
    perform api.check_product(p_asin, p_marketplace);
    return query
    with page as (
        select r.*, coalesce(r.reviewed_on, '-infinity'::date) as day
        from mart.reviews as r
        where r.asin = p_asin
            and r.marketplace = p_marketplace
            and (p_rating_min is null or r.rating >= p_rating_min)
            and (p_rating_max is null or r.rating <= p_rating_max)
            and (p_is_verified is null or r.is_verified = p_is_verified)
            and (p_from is null or r.reviewed_on >= p_from)
            and (p_to is null or r.reviewed_on <= p_to)
            and (
                p_after is null
                or (coalesce(r.reviewed_on, '-infinity'::date), r.review_id) < ((p_after ->> 0)::date, p_after ->> 1)
            )
        order by coalesce(r.reviewed_on, '-infinity'::date) desc, r.review_id desc
        limit p_limit + 1
    ),
    placed as (
        select p.*, row_number() over (order by p.day desc, p.review_id desc) as place from page as p
    )
    select
        coalesce(json_agg(row_to_json(i) order by r.place) filter (where r.place <= p_limit), '[]')::text,
        case when count(*) > p_limit then (array_agg(jsonb_build_array(r.day, r.review_id) order by r.place))[p_limit]::text end,
        (
            select json_build_object(
                'asin', p_asin, 'marketplace', p_marketplace,
                'as_of', (select s.as_of from mart.review_summary as s where s.asin = p_asin and s.marketplace = p_marketplace),
                'data_version', v.version, 'computed_at_version', v.version
            )::text
            from (select api.data_version() as version offset 0) as v
        )
    from placed as r
    cross join lateral (
        select
            r.review_id, r.asin, r.marketplace, r.variant_asin, r.rating, r.title, r.text, r.is_verified, r.reviewed_on, r.country_code,
            r.variant, r.helpful_count, r.image_count, r.review_url, r.first_seen_on, r.last_seen_on
    ) as i;
end;
$$;
comment on function api.product_reviews(text, text, integer, integer, boolean, date, date, jsonb, integer) is 'A page of the reviews of a product, newest first, filtered.';
grant execute on function api.product_reviews(text, text, integer, integer, boolean, date, date, jsonb, integer) to asinmart_api;

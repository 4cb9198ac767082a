-- Returns what the reviews of a product say, in sum and by month, newest month first. A product without reviews has a count of 0.
-- Raises AM404 for a product that was neither observed nor reviewed.
create or replace function api.product_review_summary(
    p_asin text,
    p_marketplace text default 'US'
)
returns table (body text)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
    perform api.check_product(p_asin, p_marketplace);
    return query
    select json_build_object('data', json_build_object(
        'asin', p_asin, 'marketplace', p_marketplace, 'as_of', s.as_of, 'review_count', coalesce(s.review_count, 0),
        'stars_1_count', coalesce(s.stars_1_count, 0), 'stars_2_count', coalesce(s.stars_2_count, 0),
        'stars_3_count', coalesce(s.stars_3_count, 0), 'stars_4_count', coalesce(s.stars_4_count, 0),
        'stars_5_count', coalesce(s.stars_5_count, 0), 'average_rating', s.average_rating, 'verified_pct', s.verified_pct,
        'negative_pct', s.negative_pct, 'newest_on', s.newest_on, 'oldest_on', s.oldest_on,
        'recent_review_count', coalesce(s.recent_review_count, 0), 'recent_negative_count', coalesce(s.recent_negative_count, 0),
        'recent_average_rating', s.recent_average_rating,
        'months', (
            select coalesce(json_agg(row_to_json(n) order by n.month desc), '[]')
            from (
                select
                    m.month, m.review_count, m.stars_1_count, m.stars_2_count, m.stars_3_count, m.stars_4_count, m.stars_5_count,
                    m.average_rating, m.verified_pct
                from mart.review_months as m
                where m.asin = p_asin and m.marketplace = p_marketplace
            ) as n
        )
    ))::text
    from (select p_asin as asin, p_marketplace as marketplace) as k
    left join mart.review_summary as s on s.asin = k.asin and s.marketplace = k.marketplace;
end;
$$;
comment on function api.product_review_summary(text, text) is 'What the reviews of a product say, in sum and by month.';
grant execute on function api.product_review_summary(text, text) to asinmart_api;

-- What a brand's reports said at a moment in the past: what we saw on that day, before Amazon restated it. Reads with the rights of the
-- caller.
create or replace function mart.brand_queries_known_at(
    p_brand_id uuid,
    p_known_at timestamptz
)
returns table (
    asin text,
    marketplace text,
    period_type text,
    start_date date,
    end_date date,
    search_query text,
    search_query_volume bigint,
    total_impressions bigint,
    asin_impressions bigint,
    total_clicks bigint,
    asin_clicks bigint,
    total_cart_adds bigint,
    asin_cart_adds bigint,
    total_purchases bigint,
    asin_purchases bigint,
    known_from_at timestamptz
)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select
        v.asin, v.marketplace, v.period_type, v.start_date, v.end_date, v.search_query, v.search_query_volume, v.total_impressions,
        v.asin_impressions, v.total_clicks, v.asin_clicks, v.total_cart_adds, v.asin_cart_adds, v.total_purchases, v.asin_purchases,
        v.known_from_at
    from mart.brand_query_versions as v
    where v.brand_id = p_brand_id
        and v.known_from_at <= p_known_at
        and (v.known_until_at > p_known_at or v.known_until_at is null);
$$;
comment on function mart.brand_queries_known_at(uuid, timestamptz) is 'Rows of a brand''s search query reports as they were known at a moment.';
grant execute on function mart.brand_queries_known_at(uuid, timestamptz) to mart_reader, tenant_reader, asinmart_api, asinmart_admin;

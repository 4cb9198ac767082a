-- Returns a page of the products that a tenant could compare its product with, best first. meta says how many it compares already: with 5
-- or more nothing is suggested, nor for a product that it neither tracks nor compares.
-- Raises AM404 for an unknown product.
create or replace function api.competitor_suggestions(
    p_tenant_id uuid,
    p_asin text,
    p_marketplace text default 'US',
    p_after jsonb default null,
    p_limit integer default 50
)
returns table (data text, next_key text, meta text)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan  -- planning costs more than running
as $$
begin
    perform api.act_as(p_tenant_id);
    if not exists (select from core.products as p where p.asin = p_asin and p.marketplace = p_marketplace) then
        raise exception 'there is no product % in %', p_asin, p_marketplace
            using errcode = 'AM404', hint = 'List the products to see which are known.';
    end if;
    return query
    select
        coalesce(json_agg(row_to_json(i) order by r.place) filter (where r.place <= p_limit), '[]')::text,
        case when count(*) > p_limit then (array_agg(jsonb_build_array(r.score, r.asin) order by r.place))[p_limit]::text end,
        json_build_object(
            'competitor_count', (
                select count(*) from mart.compared_products as c
                where c.tenant_id = p_tenant_id and c.asin_main = p_asin and c.marketplace = p_marketplace and c.asin <> p_asin
            )
        )::text
    from (
        select s.*, row_number() over (order by s.score desc, s.asin) as place
        from mart.competitor_suggestions as s
        where s.tenant_id = p_tenant_id
            and s.asin_main = p_asin
            and s.marketplace = p_marketplace
            and (
                p_after is null
                or s.score < (p_after ->> 0)::numeric
                or s.score = (p_after ->> 0)::numeric and s.asin > p_after ->> 1
            )
        order by s.score desc, s.asin
        limit p_limit + 1
    ) as r
    cross join lateral (
        select
            r.asin, r.title, r.brand, r.score, r.is_same_category, r.category_path, r.price, r.price_ratio, r.is_in_price_band,
            r.shared_list, r.rank_distance, r.is_same_brand, r.rating, r.reviews_count, r.reviews_ratio
    ) as i;
end;
$$;
comment on function api.competitor_suggestions(uuid, text, text, jsonb, integer) is 'A page of the products that a tenant could compare its product with.';
grant execute on function api.competitor_suggestions(uuid, text, text, jsonb, integer) to asinmart_api;

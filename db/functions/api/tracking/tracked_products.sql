create or replace function api.tracked_products(
    p_tenant_id uuid,
    p_marketplace text default null,
    p_is_active boolean default null,
    p_after jsonb default null,
    p_limit integer default 50
)
returns table (data text, next_key text, meta text)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
    perform api.act_as(p_tenant_id);
    return query
    select
        coalesce(json_agg(api.tracked_product_item(r.product) order by r.place) filter (where r.place <= p_limit), '[]')::text,
        case when count(*) > p_limit then (array_agg(r.key order by r.place))[p_limit]::text end,
        '{}'
    from (
        select t as product, jsonb_build_array(t.asin, t.marketplace) as key, row_number() over (order by t.asin, t.marketplace) as place
        from app.tracked_products as t
        where (t.asin, t.marketplace) > (coalesce(p_after ->> 0, ''), coalesce(p_after ->> 1, ''))
            and (p_marketplace is null or t.marketplace = p_marketplace)
            and (p_is_active is null or t.is_active = p_is_active)
        order by t.asin, t.marketplace
        limit p_limit + 1
    ) as r;
end;
$$;
comment on function api.tracked_products(uuid, text, boolean, jsonb, integer) is 'A page of a tenant''s watch list, by ASIN.';
grant execute on function api.tracked_products(uuid, text, boolean, jsonb, integer) to asinmart_api;

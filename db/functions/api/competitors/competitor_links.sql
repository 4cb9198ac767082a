create or replace function api.competitor_links(
    p_tenant_id uuid,
    p_marketplace text default null,
    p_asin text default null,
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
        coalesce(json_agg(r.item order by r.place) filter (where r.place <= p_limit), '[]')::text,
        case when count(*) > p_limit then (array_agg(r.key order by r.place))[p_limit]::text end,
        '{}'
    from (
        select
            json_build_object(
                'asin_main', l.asin_main, 'asin_comp', l.asin_comp, 'marketplace', l.marketplace, 'created_at', l.created_at
            ) as item,
            jsonb_build_array(l.asin_main, l.asin_comp, l.marketplace) as key,
            row_number() over (order by l.asin_main, l.asin_comp, l.marketplace) as place
        from core.competitor_links as l
        where (l.asin_main, l.asin_comp, l.marketplace)
                > (coalesce(p_after ->> 0, ''), coalesce(p_after ->> 1, ''), coalesce(p_after ->> 2, ''))
            and (p_marketplace is null or l.marketplace = p_marketplace)
            and (p_asin is null or p_asin in (l.asin_main, l.asin_comp))
        order by l.asin_main, l.asin_comp, l.marketplace
        limit p_limit + 1
    ) as r;
end;
$$;
comment on function api.competitor_links(uuid, text, text, jsonb, integer) is 'A page of a tenant''s competitor links, by main product.';
grant execute on function api.competitor_links(uuid, text, text, jsonb, integer) to asinmart_api;

-- Returns a page of a marketplace's products, each as in api.product. A first statement, built for the given sort and
-- filters so that the right index is used, finds the keys of the page; a second one, whose plan the session keeps,
-- builds the items. The page starts after p_after, the key of the last row of the page before. Unknown values sort last
-- in both directions.
-- Sort price_change_pct contains only products whose price changed on the marketplace's newest day. Sort relevance puts
-- the product whose ASIN is the query first, then products with the words by number of ratings. The default sort is
-- relevance with a query, else asin.
-- Raises AM422 when p_query contains no word, or for sort relevance without a query.
create or replace function api.products(
    p_tenant_id uuid,
    p_marketplace text default 'US',
    p_query text default null,
    p_brand text default null,
    p_category text default null,
    p_price_min numeric default null,
    p_price_max numeric default null,
    p_in_stock boolean default null,
    p_is_unlisted boolean default null,
    p_is_tracked boolean default null,
    p_sort text default null,
    p_after jsonb default null,
    p_limit integer default 50
)
returns table (data text, next_key text, meta text)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
    -- Up to this many matches are sorted within milliseconds; with more, a scan of the sort's index soon meets a page
    -- of them.
    c_few constant integer := 2000;
    v_sort text := coalesce(p_sort, case when p_query is null then 'asin' else 'relevance' end);
    v_words tsquery;
    v_prefix text := case when p_query ~ '^[A-Za-z0-9]{4,10}$' then upper(p_query) end;
    v_matches text[];
    v_asked jsonb;
    v_keys jsonb[];
begin
    perform api.act_as(p_tenant_id);
    if p_query is not null then
        v_words := api.search_words(p_query);
        v_matches := api.matching_products(p_marketplace, v_words, v_prefix, c_few + 1);
    elsif v_sort = 'relevance' then
        raise exception 'sort=relevance needs search words' using errcode = 'AM422', hint = 'Give q with sort=relevance.';
    end if;
    v_asked := jsonb_strip_nulls(jsonb_build_object(
        'sort', v_sort, 'is_few', cardinality(v_matches) <= c_few, 'is_prefix', v_prefix is not null, 'brand', p_brand,
        'category', p_category, 'price_min', p_price_min, 'price_max', p_price_max, 'in_stock', p_in_stock,
        'is_unlisted', p_is_unlisted, 'is_tracked', p_is_tracked, 'is_past_known', p_after -> 0 = 'null'
    ));
    execute api.products_statement(v_asked) into v_keys
    using p_marketplace, p_limit + 1, p_after, v_words, v_prefix, p_brand, p_category, p_price_min, p_price_max, p_in_stock, p_is_unlisted,
        v_matches;

    return query
    select
        coalesce(json_agg(s.item order by k.place), '[]')::text,
        case when cardinality(v_keys) > p_limit then v_keys[p_limit]::text end,
        (
            select json_build_object(
                'marketplace', p_marketplace,
                'currency', (select m.currency_code from core.marketplaces as m where m.marketplace = p_marketplace),
                'as_of', (select max(l.date) from mart.product_latest as l where l.marketplace = p_marketplace),
                'data_version', v.version,
                'computed_at_version', v.version
            )::text
            from (select api.data_version() as version offset 0) as v
        )
    from unnest(v_keys[1:p_limit]) with ordinality as k (key, place)
    cross join lateral (
        select row_to_json(p) as item
        from core.product_summary as p
        where p.asin = k.key ->> -1 and p.marketplace = p_marketplace
        offset 0
    ) as s;
end;
$$;
comment on function api.products(uuid, text, text, text, text, numeric, numeric, boolean, boolean, boolean, text, jsonb, integer)
    is 'A page of the products of a marketplace: filtered, searched, sorted.';
grant execute on function api.products(uuid, text, text, text, text, numeric, numeric, boolean, boolean, boolean, text, jsonb, integer)
    to asinmart_api;

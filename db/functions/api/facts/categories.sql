-- Returns a page of a marketplace's categories by name, each with the usual values of its products. The figures are those
-- of the last refresh of mart.category_benchmarks.
create or replace function api.categories(
    p_marketplace text default 'US',
    p_category text default null,
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
    return query
    select
        coalesce(json_agg(r.item order by r.place) filter (where r.place <= p_limit), '[]')::text,
        case when count(*) > p_limit then jsonb_build_array((array_agg(r.category order by r.place))[p_limit])::text end,
        (
            select json_build_object(
                'marketplace', p_marketplace,
                'currency', (select m.currency_code from core.marketplaces as m where m.marketplace = p_marketplace),
                'as_of', (select max(b.newest_day) from mart.category_benchmarks as b where b.marketplace = p_marketplace),
                'data_version', v.version,
                'computed_at_version', v.version
            )::text
            from (select api.data_version() as version offset 0) as v
        )
    from (
        select b.category, row_to_json(b) as item, row_number() over (order by b.category) as place
        from mart.category_benchmarks as b
        where b.marketplace = p_marketplace
            and (p_category is null or b.category = p_category)
            and (p_after is null or b.category > p_after ->> 0)
        order by b.category
        limit p_limit + 1
    ) as r;
end;
$$;
comment on function api.categories(text, text, jsonb, integer) is 'A page of a marketplace''s categories with their usual values, by name.';
grant execute on function api.categories(text, text, jsonb, integer) to asinmart_api;

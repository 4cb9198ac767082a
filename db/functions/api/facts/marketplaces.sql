-- Returns a page of the marketplaces, by code.
create or replace function api.marketplaces(
    p_after jsonb default null,
    p_limit integer default 50
)
returns table (data text, next_key text, meta text)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
    return query
    select
        coalesce(json_agg(r.item order by r.place) filter (where r.place <= p_limit), '[]')::text,
        case when count(*) > p_limit then jsonb_build_array((array_agg(r.marketplace order by r.place))[p_limit])::text end,
        (
            select json_build_object('data_version', v.version, 'computed_at_version', v.version)::text
            from (select api.data_version() as version offset 0) as v
        )
    from (
        select m.marketplace, row_to_json(m) as item, row_number() over (order by m.marketplace) as place
        from mart.marketplaces as m
        where p_after is null or m.marketplace > p_after ->> 0
        order by m.marketplace
        limit p_limit + 1
    ) as r;
end;
$$;
comment on function api.marketplaces(jsonb, integer) is 'A page of the marketplaces, by code.';
grant execute on function api.marketplaces(jsonb, integer) to asinmart_api;

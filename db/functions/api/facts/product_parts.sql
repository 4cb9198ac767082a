-- Parts of products of one marketplace, as many as are asked for in one call: the n-th of each array belongs to the
-- n-th part, which is summary, metrics, deltas or rollups; days count for metrics and deltas. Place is that n. A part
-- of a product that does not exist has no body.
create or replace function api.product_parts(
    p_asins text[],
    p_parts text[],
    p_range_days integer[],
    p_marketplace text,
    p_soft_life interval
)
returns table (place bigint, data_version bigint, body text)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
    return query
    select w.place, a.data_version, a.body
    from unnest(p_asins, p_parts, p_range_days) with ordinality as w (asin, part, range_days, place)
    left join lateral (
        select s.data_version, s.body
        from api.product(w.asin, p_marketplace, p_soft_life) as s
        where w.part = 'summary'
        union all
        select m.data_version, m.body
        from api.product_metrics(w.asin, p_marketplace, w.range_days, p_soft_life) as m
        where w.part = 'metrics'
        union all
        select d.data_version, d.body
        from api.product_deltas(w.asin, p_marketplace, w.range_days, p_soft_life) as d
        where w.part = 'deltas'
        union all
        select r.data_version, r.body
        from api.product_rollups(w.asin, p_marketplace, p_soft_life) as r
        where w.part = 'rollups'
    ) as a on true;
end;
$$;
comment on function api.product_parts(text[], text[], integer[], text, interval) is 'Summaries, metrics, deltas and rollups of products, in one call.';
grant execute on function api.product_parts(text[], text[], integer[], text, interval) to asinmart_api;

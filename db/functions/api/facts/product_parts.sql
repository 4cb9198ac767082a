-- Returns many parts of products of one marketplace in one call. The n-th elements of the arrays are one request: its
-- ASIN, its part (summary, metrics, deltas or rollups), and the number of days for metrics and deltas. The column place
-- is n. A part of an unknown product has a null body.
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

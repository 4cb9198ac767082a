-- The newest day is looked up first: with it the planner leaves out the partitions of all other days before it begins,
-- four times. A product that was never observed has none; then the joins find nothing, however they are planned.
create or replace function api.product(
    p_asin text,
    p_marketplace text,
    p_soft_life interval
)
returns table (data_version bigint, body text, computed_at_version bigint)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan  -- partitions are left out as it begins, planning costs more than the rest
as $$
declare
    v_as_of date;
begin
    select l.date into v_as_of
    from mart.product_latest as l
    where l.asin = p_asin and l.marketplace = p_marketplace;

    return query
    select a.data_version, a.body, a.computed_at_version
    from mart.product_summary as s
    left join ops.product_versions as v on v.asin = s.asin and v.marketplace = s.marketplace
    cross join lateral api.answer(
        row_to_json(s), s.asin, s.marketplace, coalesce(v.data_version, 0), s.latest_date, p_soft_life
    ) as a
    where s.asin = p_asin and s.marketplace = p_marketplace and s.latest_date = v_as_of;

    if v_as_of is null then
        return query
        select a.data_version, a.body, a.computed_at_version
        from mart.product_summary as s
        left join ops.product_versions as v on v.asin = s.asin and v.marketplace = s.marketplace
        cross join lateral api.answer(
            row_to_json(s), s.asin, s.marketplace, coalesce(v.data_version, 0), s.latest_date, p_soft_life
        ) as a
        where s.asin = p_asin and s.marketplace = p_marketplace;
    end if;
end;
$$;
comment on function api.product(text, text, interval) is 'Everything about a product on its newest observed day.';
grant execute on function api.product(text, text, interval) to asinmart_api;

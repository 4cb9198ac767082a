-- Looks up the newest day first: with the day as a parameter all other partitions are pruned in the four joins by day.
-- A product that was never observed has no newest day; for it the second query runs, whose joins find nothing.
create or replace function api.product(
    p_asin text,
    p_marketplace text,
    p_soft_life interval
)
returns table (data_version bigint, body text, computed_at_version bigint)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan  -- planning costs more than running; partitions are pruned at run time
as $$
declare
    v_as_of date;
begin
    select l.date into v_as_of
    from mart.product_latest as l
    where l.asin = p_asin and l.marketplace = p_marketplace;

    return query
    select a.data_version, a.body, a.computed_at_version
    from core.product_summary as s
    left join ops.product_versions as v on v.asin = s.asin and v.marketplace = s.marketplace
    cross join lateral api.answer(
        row_to_json(s), s.asin, s.marketplace, coalesce(v.data_version, 0), s.latest_date, p_soft_life
    ) as a
    where s.asin = p_asin and s.marketplace = p_marketplace and s.latest_date = v_as_of;

    if v_as_of is null then
        return query
        select a.data_version, a.body, a.computed_at_version
        from core.product_summary as s
        left join ops.product_versions as v on v.asin = s.asin and v.marketplace = s.marketplace
        cross join lateral api.answer(
            row_to_json(s), s.asin, s.marketplace, coalesce(v.data_version, 0), s.latest_date, p_soft_life
        ) as a
        where s.asin = p_asin and s.marketplace = p_marketplace;
    end if;
end;
$$;
comment on function api.product(text, text, interval) is 'All facts about a product on its newest observed day.';
grant execute on function api.product(text, text, interval) to asinmart_api;

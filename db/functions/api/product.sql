create or replace function api.product(
    p_asin text,
    p_marketplace text,
    p_soft_life interval
)
returns table (data_version bigint, body text, computed_at_version bigint)
language plpgsql
stable
set search_path = ''
as $$
begin
    return query
    select a.data_version, a.body, a.computed_at_version
    from mart.product_summary as s
    left join ops.product_versions as v on v.asin = s.asin and v.marketplace = s.marketplace
    cross join lateral api.answer(
        row_to_json(s), s.asin, s.marketplace, coalesce(v.data_version, 0), s.latest_date, p_soft_life
    ) as a
    where s.asin = p_asin and s.marketplace = p_marketplace;
end;
$$;
comment on function api.product(text, text, interval) is 'Everything about a product on its newest observed day.';
grant execute on function api.product(text, text, interval) to asinmart_api;

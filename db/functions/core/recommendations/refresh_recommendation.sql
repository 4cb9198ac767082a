-- The product of the tenant of the session, so that no tenant can ask for another's.
create or replace function core.refresh_recommendation(
    p_asin text,
    p_marketplace text,
    p_now timestamptz
)
returns integer
language sql
volatile
security definer  -- the API may not write versions
set search_path = pg_catalog, pg_temp
as $$
    select core.write_recommendations(array_agg(p.tenant_id), array_agg(p.asin_main), array_agg(p.marketplace), p_now)
    from (
        select distinct c.tenant_id, c.asin_main, c.marketplace
        from core.compared_pairs as c
        where c.tenant_id = app.current_tenant() and c.asin_main = p_asin and c.marketplace = p_marketplace
    ) as p;
$$;
comment on function core.refresh_recommendation(text, text, timestamptz) is 'Renews the recommendation for one main product of the session''s tenant, and returns the number of new versions.';
grant execute on function core.refresh_recommendation(text, text, timestamptz) to asinmart_api;

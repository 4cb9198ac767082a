create or replace function api.invalidations_after(
    p_id bigint,
    p_limit integer default 1000
)
returns table (id bigint, product_keys text[], pair_keys text[], brand_keys text[])
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select i.id, i.product_keys, i.pair_keys, i.brand_keys
    from ops.cache_invalidations as i
    where i.id > p_id
    order by i.id
    limit p_limit;
$$;
comment on function api.invalidations_after(bigint, integer) is 'Keys that caches must drop since an invalidation, oldest first.';
grant execute on function api.invalidations_after(bigint, integer) to asinmart_api;

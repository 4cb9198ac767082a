create or replace function api.oldest_invalidation()
returns bigint
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select min(i.id) from ops.cache_invalidations as i;
$$;
comment on function api.oldest_invalidation() is 'Oldest invalidation still kept; a cache that stopped before it must be cleared. Null when there is none.';
grant execute on function api.oldest_invalidation() to asinmart_api;

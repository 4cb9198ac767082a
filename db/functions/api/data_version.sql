create or replace function api.data_version()
returns bigint
language sql
stable
set search_path = ''
as $$
    select coalesce(max(i.id), 0) from ops.cache_invalidations as i;
$$;
comment on function api.data_version() is 'Newest data version announced to caches, as this transaction sees it.';
grant execute on function api.data_version() to asinmart_api;

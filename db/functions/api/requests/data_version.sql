-- Part of every answer, therefore plpgsql: the session keeps its plan, while a SQL function is parsed and planned at
-- each call.
create or replace function api.data_version()
returns bigint
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
    return coalesce((select max(i.id) from ops.cache_invalidations as i), 0);
end;
$$;
comment on function api.data_version() is 'Newest data version announced to caches, as this transaction sees it.';
grant execute on function api.data_version() to asinmart_api;

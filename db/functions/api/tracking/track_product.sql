-- Raises as api.put_tracked_products does.
create or replace function api.track_product(
    p_tenant_id uuid,
    p_asin text,
    p_marketplace text,
    p_body jsonb
)
returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
    perform api.put_tracked_products(
        p_tenant_id, jsonb_build_array(p_body || jsonb_build_object('asin', p_asin, 'marketplace', p_marketplace))
    );
    return api.tracked_product(p_tenant_id, p_asin, p_marketplace);
end;
$$;
comment on function api.track_product(uuid, text, text, jsonb) is 'Adds one product to a tenant''s watch list, or replaces its entry.';
grant execute on function api.track_product(uuid, text, text, jsonb) to asinmart_api;

-- Raises as api.put_tracked_products does.
create or replace function api.track_products(
    p_tenant_id uuid,
    p_body jsonb
)
returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
    return (
        select json_build_object('data', json_build_object(
            'received_count', jsonb_array_length(p_body -> 'products'), 'new_count', w.new_count, 'changed_count', w.changed_count
        ))::text
        from api.put_tracked_products(p_tenant_id, p_body -> 'products') as w
    );
end;
$$;
comment on function api.track_products(uuid, jsonb) is 'Adds products to a tenant''s watch list, or replaces their entries.';
grant execute on function api.track_products(uuid, jsonb) to asinmart_api;

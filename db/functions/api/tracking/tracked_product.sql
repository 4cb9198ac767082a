-- Raises AM404 when the tenant does not track the product.
create or replace function api.tracked_product(
    p_tenant_id uuid,
    p_asin text,
    p_marketplace text
)
returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
    v_body text;
begin
    perform api.act_as(p_tenant_id);
    select json_build_object('data', api.tracked_product_item(t))::text into v_body
    from app.tracked_products as t
    where t.asin = p_asin and t.marketplace = p_marketplace;
    if not found then
        raise exception '% in marketplace % is not tracked', p_asin, p_marketplace
            using errcode = 'AM404', hint = 'List the tracked products to see which are.';
    end if;
    return v_body;
end;
$$;
comment on function api.tracked_product(uuid, text, text) is 'One product of a tenant''s watch list.';
grant execute on function api.tracked_product(uuid, text, text) to asinmart_api;

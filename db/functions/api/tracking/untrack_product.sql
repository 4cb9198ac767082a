-- Raises AM404 when the tenant does not track the product.
create or replace function api.untrack_product(
    p_tenant_id uuid,
    p_asin text,
    p_marketplace text
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
    perform api.act_as(p_tenant_id);
    delete from app.tracked_products as t where t.asin = p_asin and t.marketplace = p_marketplace;
    if not found then
        raise exception '% in marketplace % is not tracked', p_asin, p_marketplace
            using errcode = 'AM404', hint = 'List the tracked products to see which are.';
    end if;
end;
$$;
comment on function api.untrack_product(uuid, text, text) is 'Removes a product from a tenant''s watch list.';
grant execute on function api.untrack_product(uuid, text, text) to asinmart_api;

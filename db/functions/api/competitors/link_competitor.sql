-- An existing link is not changed. Raises AM422 when both products are the same or the marketplace is unknown.
create or replace function api.link_competitor(
    p_tenant_id uuid,
    p_asin_main text,
    p_asin_comp text,
    p_marketplace text
)
returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
    v_state text;
    v_message text;
    v_constraint text;
    v_column text;
begin
    perform api.act_as(p_tenant_id);
    insert into core.competitor_links (tenant_id, asin_main, asin_comp, marketplace)
    values (p_tenant_id, p_asin_main, p_asin_comp, p_marketplace)
    on conflict (asin_main, asin_comp, marketplace, tenant_id) do nothing;
    return (
        select json_build_object('data', json_build_object(
            'asin_main', l.asin_main, 'asin_comp', l.asin_comp, 'marketplace', l.marketplace, 'created_at', l.created_at
        ))::text
        from core.competitor_links as l
        where l.asin_main = p_asin_main and l.asin_comp = p_asin_comp and l.marketplace = p_marketplace
    );
exception
    when integrity_constraint_violation or data_exception then
        get stacked diagnostics v_state = returned_sqlstate, v_message = message_text, v_constraint = constraint_name,
            v_column = column_name;
        perform api.refuse_write('a competitor link', v_state, v_message, v_constraint, v_column);
        return null;  -- not reached
end;
$$;
comment on function api.link_competitor(uuid, text, text, text) is 'Links a product to a competitor for a tenant, so that the two are compared.';
grant execute on function api.link_competitor(uuid, text, text, text) to asinmart_api;

-- A pair that is also in a group is still compared. Raises AM404 when the tenant does not have the link.
create or replace function api.unlink_competitor(
    p_tenant_id uuid,
    p_asin_main text,
    p_asin_comp text,
    p_marketplace text
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
    perform api.act_as(p_tenant_id);
    delete from core.competitor_links as l
    where l.asin_main = p_asin_main and l.asin_comp = p_asin_comp and l.marketplace = p_marketplace;
    if not found then
        raise exception '% is not linked with % in marketplace %', p_asin_main, p_asin_comp, p_marketplace
            using errcode = 'AM404', hint = 'List the competitor links to see which are.';
    end if;
end;
$$;
comment on function api.unlink_competitor(uuid, text, text, text) is 'Deletes a link of a tenant between a product and a competitor.';
grant execute on function api.unlink_competitor(uuid, text, text, text) to asinmart_api;

-- Raises AM404 for a product that was neither observed nor reviewed.
create or replace function api.check_product(
    p_asin text,
    p_marketplace text
)
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
    if not exists (select from core.products as p where p.asin = p_asin and p.marketplace = p_marketplace)
        and not exists (select from mart.reviews as r where r.asin = p_asin and r.marketplace = p_marketplace) then
        raise exception 'there is no product % in marketplace %', p_asin, p_marketplace
            using errcode = 'AM404', hint = 'Products are listed by /v1/products; a product appears once it was observed.';
    end if;
end;
$$;
comment on function api.check_product(text, text) is 'Raises AM404 for a product that was neither observed nor reviewed.';
grant execute on function api.check_product(text, text) to asinmart_api;

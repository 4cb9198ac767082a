-- Status of a page that was read, from its price or else from p_text: the texts that the page shows in place of a
-- price, such as availability.
create or replace function staging_raw.offer_status(p_price numeric, p_text text)
returns text
language sql
stable
parallel safe
as $$
    select case
        when p_price is not null then 'ok'
        when p_text is null then 'no_offer'
        when staging_raw.parse_availability(p_text) is false then 'out_of_stock'
        when staging_raw.phrase_meaning('price_hidden', p_text) = 'price_hidden' then 'price_hidden'
        else 'no_offer'
    end;
$$;
comment on function staging_raw.offer_status(numeric, text) is 'ok, out_of_stock, price_hidden or no_offer, from the price and the texts beside it.';

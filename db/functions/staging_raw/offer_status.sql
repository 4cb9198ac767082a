-- Status of a page that was read: what is missing decides, and a price of what cannot be had is no offer. p_text is whatever the
-- page shows beside or in place of a price: availability, notes, the price's own text. That of most priced pages begins with
-- "In Stock", or is a price alone, and is not looked up.
create or replace function staging_raw.offer_status(p_price numeric, p_text text)
returns text
language sql
stable
parallel safe
as $$
    select case
        when p_price is not null then case
            when p_text is null
                or left(p_text, 1) in ('{', '$', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9')
                or (left(p_text, 8) = 'In Stock' and p_text not like 'In Stock on%') then 'ok'
            when staging_raw.parse_availability(p_text) is false then 'out_of_stock'
            else 'ok'
        end
        when p_text is null then 'no_offer'
        when staging_raw.parse_availability(p_text) is false then 'out_of_stock'
        when staging_raw.phrase_meaning('price_hidden', p_text) = 'price_hidden' then 'price_hidden'
        else 'no_offer'
    end;
$$;
comment on function staging_raw.offer_status(numeric, text) is 'ok, out_of_stock, price_hidden or no_offer, from the price and the texts beside it.';

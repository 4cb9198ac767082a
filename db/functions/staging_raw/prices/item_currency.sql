-- The currency of an item's price: the one that the adapter found, else that of a currency field, else the sign beside
-- the amount. No SET clause: it must inline.
create or replace function staging_raw.item_currency(
    p_item jsonb,
    p_said text default null
)
returns text
language sql
stable
parallel safe
as $$
    select case
        when p_said is not null then coalesce(
            staging_raw.currency_codes() ->> p_said, staging_raw.parse_currency(to_jsonb(p_said)), upper(p_said)
        )
        when p_item ?| array[
            'currency', 'currencyCode', 'currency_code', 'priceCurrency', 'price_currency', 'currencySymbol', 'currency_symbol',
            'priceSymbol', 'price_symbol', 'priceRaw', 'price_raw', 'price_string', 'priceString', 'price_text', 'priceText'
        ] then coalesce(
            staging_raw.parse_currency(jsonb_build_object('currency', coalesce(
                p_item ->> 'currency', p_item ->> 'currencyCode', p_item ->> 'currency_code', p_item ->> 'priceCurrency',
                p_item ->> 'price_currency', p_item ->> 'currencySymbol', p_item ->> 'currency_symbol', p_item ->> 'priceSymbol',
                p_item ->> 'price_symbol'
            ))),
            staging_raw.parse_currency(p_item -> 'price'),
            staging_raw.parse_currency(coalesce(
                p_item -> 'priceRaw', p_item -> 'price_raw', p_item -> 'price_string', p_item -> 'priceString', p_item -> 'price_text',
                p_item -> 'priceText'
            ))
        )
        when jsonb_typeof(p_item -> 'price') in ('string', 'object') then coalesce(
            staging_raw.parse_currency(p_item -> 'price'), staging_raw.parse_currency(p_item -> 'price' -> 'raw')
        )
    end;
$$;
comment on function staging_raw.item_currency(jsonb, text) is 'Currency of an item: an ISO code, or $ or the yen sign, which several currencies share; null when none is given.';

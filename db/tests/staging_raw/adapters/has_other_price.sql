begin;
set local search_path to extensions, public;
select plan(2);

select is_empty(
    $$
        select t.item
        from unnest(array[
            '{"kosten": "9,99"}', '{"PriceNow": 5}', '{"our_price": "$5.00"}', '{"Preis": "5,00 \u20ac"}', '{"prix": 5}', '{"\u4fa1\u683c": "\uffe5500"}',
            '{"last_price": 5}', '{"min_price": 5, "max_price": 9}', '{"price_range": "5 - 9"}', '{"pricing": {"now": 5}}',
            '{"offers": [{"price": 5}]}', '{"offers": [{"listingPrice": {"amount": "5"}}]}', '{"buybox_winner": {"price": {"value": 5}}}', '{"buybox": {"price": 5, "seller": "A1"}}'
        ]) as t (item)
        where not staging_raw.has_other_price(t.item::jsonb)
    $$,
    'a price under another name is found'
);
select is_empty(
    $$
        select t.item
        from unnest(array[
            '{"list_price": 9}', '{"listPrice": {"value": 9}}', '{"was_price": 9}', '{"shippingPrice": 5}', '{"price_per_unit": "5"}',
            '{"price_tier": "2"}', '{"price_drop_pct": 5}', '{"unit_price": 1}', '{"buybox_price": 5}', '{"used_price": 5}', '{"kosten": ""}',
            '{"our_price": 0}', '{"our_price": null}', '{"offers": []}', '{"sellers": [{"name": "A1", "price": null}]}', '{"bsr": 5}', '[]', '"price"'
        ]) as t (item)
        where staging_raw.has_other_price(t.item::jsonb)
    $$,
    'other numbers and empty prices are not'
);

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
select plan(7);

select is(staging_raw.offer_status(9.99, 'Currently unavailable.'), 'ok', 'a price is an offer, whatever the text');
select is(staging_raw.offer_status(null, null), 'no_offer', 'without a price and a text there is no offer');
select is(staging_raw.offer_status(null, 'In Stock'), 'no_offer', 'in stock without a price is no offer');
select is(staging_raw.offer_status(null, 'Currently unavailable.'), 'out_of_stock', 'unavailable means out of stock');
select is(staging_raw.offer_status(null, 'See price in cart'), 'price_hidden', 'a price in the cart is hidden');
select is(
    staging_raw.offer_status(null, 'To see product details, add this item to your cart.'), 'price_hidden',
    'so is one shown after adding to the cart'
);
select is(staging_raw.offer_status(null, 'Preis im Warenkorb'), 'price_hidden', 'also in German');

select * from finish();
rollback;

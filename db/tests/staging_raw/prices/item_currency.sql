begin;
set local search_path to extensions, public;
select plan(8);

select is(staging_raw.item_currency(t.given::jsonb, t.said), t.expected, t.description)
from (values
    ('{"price": 5}', null, null, 'a number gives no currency'),
    ('{"price": "$5"}', null, '$', 'a sign beside the amount'),
    ('{"price": {"value": 5, "currency": "EUR"}}', null, 'EUR', 'a field of the price'),
    ('{"price": 5, "currency": "JPY"}', null, 'JPY', 'a field of the item'),
    ('{"price": "5", "currencyCode": "gbp"}', null, 'GBP', 'in any case'),
    ('{"price": "$5"}', 'INR', 'INR', 'the currency of the adapter comes first'),
    ('{"price": "5", "currency": null}', null, null, 'an empty field gives no currency'),
    ('{}', null, null, 'a null item gives no currency')
) as t (given, said, expected, description);

select * from finish();
rollback;

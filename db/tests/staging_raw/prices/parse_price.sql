begin;
set local search_path to extensions, public;
select plan(38);

select is(staging_raw.parse_price(t.given::jsonb), t.expected::numeric, t.description)
from (values
    ('25.99', 25.99, 'a number is the price'),
    ('42', 42, 'also a whole one'),
    ('0', null, '0 means unknown'),
    ('{"value": 39.95, "currency": "$"}', 39.95, 'an object has it under value'),
    ('{"value": null, "currency": null}', null, 'an object of nulls is null'),
    ('{"value": 0, "currency": "$"}', null, 'a value of 0 means unknown'),
    ('{"value": "1,199.99"}', 1199.99, 'the value may be a text'),
    ('{"value": "12.57", "currency": "$"}', 12.57, 'as it is in CSV files'),
    ('{"min": {"value": 12.99}, "max": {"value": 25.99}}', 12.99, 'a range object gives its lower end'),
    ('"$1,199.99 with 17 percent savings"', 1199.99, 'words after the price do not matter'),
    ('"$12.99 - $25.99"', 12.99, 'a range text gives its lower end'),
    ('"\uffe51,234"', 1234, 'the full-width yen sign is read'),
    ('"\u00a549,997"', 49997, 'so is the narrow one'),
    ('"1.234,56 EUR"', 1234.56, 'German notation is read'),
    ('"12,50"', 12.50, 'a decimal comma is read'),
    ('"\u20b91,23,456.00"', 123456.00, 'rupees are read'),
    ('"See price in cart"', null, 'words are no price'),
    ('"-84%"', null, 'a percentage is no price'),
    ('""', null, 'an empty text is null'),
    ('null', null, 'a JSON null is null'),
    ('true', null, 'a boolean is null'),
    ('[1, 2]', null, 'an array is null'),
    ('{}', null, 'an empty object is null'),
    ('{"value": {"value": [1]}}', null, 'nesting without a number is null'),
    ('-5', -5, 'a negative price is left for the check stage'),
    ('"1e400"', null, 'an exponent in a text is null'),
    ('1e400', 1e400, 'a number beyond all prices is left for the check stage'),
    ('"&#8377;1,299.00"', 1299.00, 'entities are decoded'),
    ('"26 offers from $9.49"', 9.49, 'a count is no price'),
    ('"1e5 USD"', null, 'nor an exponent with a currency'),
    ('{"value": null, "amount": "EUR 5"}', 5, 'a null value gives way to the amount'),
    ('{"price": {"value": "$1.50"}}', 1.50, 'nested texts are read'),
    ('"12,99 \u20ac"', 12.99, 'the sign may follow the amount'),
    ('"\u0661\u0662"', 12, 'Arabic digits are read'),
    (null, null, 'a missing key is null')
) as t (given, expected, description);

select is(staging_raw.parse_price('"12.345"', ','), 12345.0, 'three digits after the other sign of the shop are a group');
select is(staging_raw.parse_price('"12.345"', '.'), 12.345, 'after its own they are a fraction');
select is(staging_raw.parse_price('12.345', ','), 12.345, 'a JSON number has a decimal point in every shop');

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
select plan(42);

select is(staging_raw.parse_currency(to_jsonb(t.given)), t.expected, t.description)
from (values
    ('$12.99', '$', 'a dollar sign leaves it to the shop'),
    ('US$12.99', 'USD', 'more than a dollar sign says which dollar'),
    ('CDN$ 12.99', 'CAD', 'also Canada''s'),
    ('AU$12.99', 'AUD', 'Australia''s'),
    ('S$12.99', 'SGD', 'Singapore''s'),
    ('$12.99 MXN', 'MXN', 'a code behind says it too'),
    (U&'\20B91,299.00', 'INR', 'a sign of one currency is its code'),
    ('Rs. 1,299', 'INR', 'so is an abbreviation'),
    (U&'24,90 \20AC', 'EUR', 'and the euro sign'),
    ('EUR 24,90', 'EUR', 'and a code'),
    (U&'\00A312.99', 'GBP', 'and the pound sign'),
    (U&'\00A51,234', U&'\00A5', 'two countries share the yen sign'),
    (U&'\FFE51,234', 'JPY', 'the full-width one is Japan''s'),
    (U&'1,234\5186', 'JPY', 'so is the word'),
    ('R$ 149,90', 'BRL', 'reais are not dollars'),
    (U&'1 299,00 z\0142', 'PLN', 'a word is read'),
    ('1 299 kr', 'SEK', 'also this'),
    ('199,99 TL', 'TRY', 'and this'),
    ('AED 1,299.50', 'AED', 'codes of the shops are'),
    ('SAR1,299.50', 'SAR', 'also without a blank'),
    (U&'\0661\066C\0662\0669\0669\066B\0660\0660 \0631.\0633.', 'SAR', 'Arabic abbreviations are'),
    (U&'\062C\0646\064A\0647 1,299.50', 'EGP', 'and words'),
    ('R1 299,00', 'ZAR', 'one letter before a number is'),
    ('&#8377;1,299.00', 'INR', 'entities are decoded first'),
    ('US$12.99 (AED 47.70)', 'USD', 'what stands in brackets does not count'),
    (U&'\00A312.99 \20AC14.99', null, 'two currencies are none'),
    ('12.99', null, 'a number says nothing'),
    ('Rows 12', null, 'nor does a word that begins like a sign'),
    ('', null, 'nor does an empty text'),
    ('USD', 'USD', 'a code alone is the currency'),
    ('jpy', 'JPY', 'in small letters too'),
    ('$', '$', 'a sign alone is too')
) as t (given, expected, description);

select is(staging_raw.parse_currency(t.given::jsonb), t.expected, t.description)
from (values
    ('{"value": 39.95, "currency": "$"}', '$', 'a field says it'),
    ('{"amount": 3349, "currencyCode": "inr"}', 'INR', 'under other names, in any case'),
    ('{"value": 5, "currency": "XYZ"}', 'XYZ', 'a code that no list has is said as well'),
    ('{"value": "\u20ac12"}', 'EUR', 'else the text inside does'),
    ('{"value": null, "currency": null}', null, 'an object of nulls says nothing'),
    ('{"min": {"value": 1, "currency": "EUR"}}', 'EUR', 'the ends of a range say it'),
    ('39.95', null, 'a number says nothing'),
    ('true', null, 'nor does a boolean'),
    ('[1]', null, 'nor an array'),
    (null, null, 'null stays null')
) as t (given, expected, description);

select * from finish();
rollback;

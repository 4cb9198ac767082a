begin;
set local search_path to extensions, public;
select plan(42);

select is(staging_raw.parse_currency(to_jsonb(t.given)), t.expected, t.description)
from (values
    ('$12.99', '$', 'a dollar sign alone leaves the currency to the shop'),
    ('US$12.99', 'USD', 'more than a dollar sign gives the country'),
    ('CDN$ 12.99', 'CAD', 'also for Canada'),
    ('AU$12.99', 'AUD', 'Australia''s'),
    ('S$12.99', 'SGD', 'Singapore''s'),
    ('$12.99 MXN', 'MXN', 'a code after the amount gives the currency'),
    (U&'\20B91,299.00', 'INR', 'a sign of one currency gives its code'),
    ('Rs. 1,299', 'INR', 'so does an abbreviation'),
    (U&'24,90 \20AC', 'EUR', 'and the euro sign'),
    ('EUR 24,90', 'EUR', 'and a code'),
    (U&'\00A312.99', 'GBP', 'and the pound sign'),
    (U&'\00A51,234', U&'\00A5', 'two countries share the yen sign'),
    (U&'\FFE51,234', 'JPY', 'the full-width one belongs to Japan'),
    (U&'1,234\5186', 'JPY', 'so does the word'),
    ('R$ 149,90', 'BRL', 'reais are not dollars'),
    (U&'1 299,00 z\0142', 'PLN', 'a word is read'),
    ('1 299 kr', 'SEK', 'also this'),
    ('199,99 TL', 'TRY', 'and this'),
    ('AED 1,299.50', 'AED', 'codes of the shops are read'),
    ('SAR1,299.50', 'SAR', 'also without a space'),
    (U&'\0661\066C\0662\0669\0669\066B\0660\0660 \0631.\0633.', 'SAR', 'Arabic abbreviations are read'),
    (U&'\062C\0646\064A\0647 1,299.50', 'EGP', 'Arabic words are read'),
    ('R1 299,00', 'ZAR', 'one letter before a number is read'),
    ('&#8377;1,299.00', 'INR', 'entities are decoded first'),
    ('US$12.99 (AED 47.70)', 'USD', 'a currency in brackets does not count'),
    (U&'\00A312.99 \20AC14.99', null, 'two currencies give none'),
    ('12.99', null, 'a number gives no currency'),
    ('Rows 12', null, 'a word that begins like a sign gives none'),
    ('', null, 'an empty text gives none'),
    ('USD', 'USD', 'a code alone is the currency'),
    ('jpy', 'JPY', 'in lower case too'),
    ('$', '$', 'a sign alone is the currency')
) as t (given, expected, description);

select is(staging_raw.parse_currency(t.given::jsonb), t.expected, t.description)
from (values
    ('{"value": 39.95, "currency": "$"}', '$', 'a field gives the currency'),
    ('{"amount": 3349, "currencyCode": "inr"}', 'INR', 'under other names, in any case'),
    ('{"value": 5, "currency": "XYZ"}', 'XYZ', 'an unlisted code in a field counts'),
    ('{"value": "\u20ac12"}', 'EUR', 'without a field the text inside counts'),
    ('{"value": null, "currency": null}', null, 'an object of nulls gives none'),
    ('{"min": {"value": 1, "currency": "EUR"}}', 'EUR', 'the ends of a range give the currency'),
    ('39.95', null, 'a number gives none'),
    ('true', null, 'a boolean gives none'),
    ('[1]', null, 'an array gives none'),
    (null, null, 'null stays null')
) as t (given, expected, description);

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
select plan(13);

select is(staging_raw.rename_columns(t.item::jsonb), t.expected::jsonb, t.description)
from (values
    ('{"ASIN": "B0DEMOZ001", "Preis": "9,99"}', '{"asin": "B0DEMOZ001", "price": "9,99"}', 'columns get our names'),
    ('{"asin": "B0DEMOZ001", "Vendor": "x", "checked": 5}', '{"asin": "B0DEMOZ001", "Vendor": "x", "checked": 5}', 'others stay'),
    (
        '{"Amazon: Current": "", "New: Current": "18.99", "Buy Box: Current": "20.99"}', '{"price": "18.99", "buybox_price": "20.99"}',
        'of several that mean the same the first that holds something counts'
    ),
    ('{"price": "20", "Sale Price": "15"}', '{"price": "15"}', 'a sale price is what is asked'),
    ('{"Price": "N/A", "Rating": " - ", "Brand": null}', '{"price": null}', 'words for nothing hold nothing; that of a price says that there is none'),
    ('{"Price  \u20b9": "1,299"}', '{"price": "1,299", "currency": "\u20b9"}', 'the sign of the column is the currency'),
    ('{"Price (eur)": "12", "Title": "x"}', '{"price": "12", "title": "x", "currency": "EUR"}', 'so is its code'),
    ('{"Price $": "12", "Currency": "CAD"}', '{"price": "12", "currency": "CAD"}', 'unless the item names one'),
    (
        '{"ASIN": "B0DEMOZ001", "Locale": "co.uk"}',
        '{"asin": "B0DEMOZ001", "locale": "co.uk", "url": "https://www.amazon.co.uk/dp/B0DEMOZ001"}', 'a locale is a shop'
    ),
    (
        '{"price": {"current": 5, "currency": "EUR", "x": 1}}', '{"price": 5, "currency": "EUR", "price.x": 1}',
        'the parts of a price are columns'
    ),
    ('{"Buy Box": {"price": 5}}', '{"Buy Box": {"price": 5}}', 'an object is no cell'),
    ('[1, 2]', '{}', 'what is no object has no columns')
) as t (item, expected, description);

insert into ops.column_names (column_name, standard_name) values ('Kostenpunkt', 'price');
select is(
    staging_raw.rename_columns('{"kostenpunkt EUR": "5"}'), '{"price": "5", "currency": "EUR"}', 'a row more makes a name known'
);

select * from finish();
rollback;

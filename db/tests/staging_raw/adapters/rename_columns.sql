begin;
set local search_path to extensions, public;
select plan(13);

select is(staging_raw.rename_columns(t.item::jsonb), t.expected::jsonb, t.description)
from (values
    ('{"ASIN": "B0DEMOZ001", "Preis": "9,99"}', '{"asin": "B0DEMOZ001", "price": "9,99"}', 'columns get our names'),
    ('{"asin": "B0DEMOZ001", "Vendor": "x", "checked": 5}', '{"asin": "B0DEMOZ001", "Vendor": "x", "checked": 5}', 'other columns stay'),
    (
        '{"Amazon: Current": "", "New: Current": "18.99", "Buy Box: Current": "20.99"}', '{"price": "18.99", "buybox_price": "20.99"}',
        'of several columns with one meaning the first non-empty one counts'
    ),
    ('{"price": "20", "Sale Price": "15"}', '{"price": "15"}', 'a sale price is the current price'),
    ('{"Price": "N/A", "Rating": " - ", "Brand": null}', '{"price": null}', 'words for nothing count as empty; as a price such a word means no price'),
    ('{"Price  \u20b9": "1,299"}', '{"price": "1,299", "currency": "\u20b9"}', 'the sign in the name of the column is the currency'),
    ('{"Price (eur)": "12", "Title": "x"}', '{"price": "12", "title": "x", "currency": "EUR"}', 'a code in the name is the currency'),
    ('{"Price $": "12", "Currency": "CAD"}', '{"price": "12", "currency": "CAD"}', 'unless the item has a currency'),
    (
        '{"ASIN": "B0DEMOZ001", "Locale": "co.uk"}',
        '{"asin": "B0DEMOZ001", "locale": "co.uk", "url": "https://www.amazon.co.uk/dp/B0DEMOZ001"}', 'a locale gives the shop'
    ),
    (
        '{"price": {"current": 5, "currency": "EUR", "x": 1}}', '{"price": 5, "currency": "EUR", "price.x": 1}',
        'the parts of a price are columns'
    ),
    ('{"Buy Box": {"price": 5}}', '{"Buy Box": {"price": 5}}', 'an object is not a cell'),
    ('[1, 2]', '{}', 'anything but an object has no columns')
) as t (item, expected, description);

insert into ops.column_names (column_name, standard_name) values ('Kostenpunkt', 'price');
select is(
    staging_raw.rename_columns('{"kostenpunkt EUR": "5"}'), '{"price": "5", "currency": "EUR"}', 'a new row makes a name known'
);

select * from finish();
rollback;

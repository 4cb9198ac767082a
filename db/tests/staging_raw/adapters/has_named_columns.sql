begin;
set local search_path to extensions, public;
select plan(10);

select is(staging_raw.has_named_columns(t.item::jsonb), t.expected, t.description)
from (values
    ('{"ASIN": "B0DEMOZ001", "Preis": "5"}', true, 'an item with product and price is readable'),
    ('{"Link": "https://www.amazon.de/dp/B0DEMOZ001", "Preis": "5"}', true, 'also with a link instead of an ASIN'),
    ('{"ASIN": "B0DEMOZ001", "Rank": "5"}', true, 'also with a rank instead of a price'),
    ('{"ASIN": "B0DEMOZ001", "Rank": "5", "Kostenpunkt": "9,99"}', false, 'an item with an unread price is not'),
    ('{"ASIN": "B0DEMOZ001", "Rating": "5"}', false, 'a rating alone is not enough'),
    ('{"ASIN": "B0DEMOZ001", "Title": "x"}', false, 'a title alone is not enough'),
    ('{"Preis": "5", "Titel": "x"}', false, 'a price without a product is not enough'),
    ('{"weather": "sunny"}', false, 'other values are not enough'),
    ('[]', false, 'an array is not readable')
) as t (item, expected, description);

insert into ops.column_names (column_name, standard_name) values ('Kostenpunkt', 'price');
select ok(
    staging_raw.has_named_columns('{"ASIN": "B0DEMOZ001", "Rank": "5", "Kostenpunkt": "9,99"}'), 'a new row of the table makes a name readable'
);

select * from finish();
rollback;

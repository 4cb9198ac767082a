begin;
set local search_path to extensions, public;
select plan(10);

select is(staging_raw.has_named_columns(t.item::jsonb), t.expected, t.description)
from (values
    ('{"ASIN": "B0DEMOZ001", "Preis": "5"}', true, 'a product with a price is readable'),
    ('{"Link": "https://www.amazon.de/dp/B0DEMOZ001", "Preis": "5"}', true, 'also by its link'),
    ('{"ASIN": "B0DEMOZ001", "Rank": "5"}', true, 'or with a rank'),
    ('{"ASIN": "B0DEMOZ001", "Rank": "5", "Kostenpunkt": "9,99"}', false, 'but not where a price stays unread'),
    ('{"ASIN": "B0DEMOZ001", "Rating": "5"}', false, 'stars may be those of one review'),
    ('{"ASIN": "B0DEMOZ001", "Title": "x"}', false, 'a title alone says nothing of a day'),
    ('{"Preis": "5", "Titel": "x"}', false, 'a price without a product neither'),
    ('{"weather": "sunny"}', false, 'nor anything else'),
    ('[]', false, 'nor an array')
) as t (item, expected, description);

insert into ops.column_names (column_name, standard_name) values ('Kostenpunkt', 'price');
select ok(
    staging_raw.has_named_columns('{"ASIN": "B0DEMOZ001", "Rank": "5", "Kostenpunkt": "9,99"}'), 'until a row of the table names it'
);

select * from finish();
rollback;

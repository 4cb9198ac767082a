begin;
set local search_path to extensions, public;
select plan(14);

select is(staging_raw.parse_availability(t.given), t.expected::boolean, t.description)
from (values
    ('In Stock  In Stock.', true, 'in stock, however often it is said'),
    ('Only 2 left in stock - order soon', true, 'a few left are in stock'),
    ('Usually ships within 2 to 3 days', true, 'what ships can be bought'),
    ('Currently unavailable.', false, 'unavailable is not'),
    ('Temporarily out of stock.', false, 'nor is out of stock'),
    ('In stock on May 5, 2026.', false, 'nor is a date to come'),
    ('Nicht auf Lager.', false, 'also in German'),
    (U&'\73FE\5728\5728\5EAB\5207\308C\3067\3059\3002', false, 'and in Japanese'),
    ('https://schema.org/InStock', true, 'an address of schema.org is read'),
    ('Tijdelijk niet op voorraad.', false, 'a Dutch no holds a yes'),
    ('Usually ships within 1 to 2 months', false, 'months are a back order'),
    ('In Stock  Only 1 left in stock', true, 'the first of joined texts speaks'),
    ('See price in cart', null, 'other words do not say'),
    ('', null, 'nor do no words')
) as t (given, expected, description);

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
select plan(14);

select is(staging_raw.parse_availability(t.given), t.expected::boolean, t.description)
from (values
    ('In Stock  In Stock.', true, 'in stock, in any number of repetitions'),
    ('Only 2 left in stock - order soon', true, 'a few left are in stock'),
    ('Usually ships within 2 to 3 days', true, 'a product that ships is in stock'),
    ('Currently unavailable.', false, 'unavailable is not in stock'),
    ('Temporarily out of stock.', false, 'out of stock is not in stock'),
    ('In stock on May 5, 2026.', false, 'a future date is not in stock'),
    ('Nicht auf Lager.', false, 'also in German'),
    (U&'\73FE\5728\5728\5EAB\5207\308C\3067\3059\3002', false, 'and in Japanese'),
    ('https://schema.org/InStock', true, 'an address of schema.org is read'),
    ('Tijdelijk niet op voorraad.', false, 'a negation in Dutch precedes in stock'),
    ('Usually ships within 1 to 2 months', false, 'months mean a back order'),
    ('In Stock  Only 1 left in stock', true, 'of joined texts the first counts'),
    ('See price in cart', null, 'other words give null'),
    ('', null, 'an empty text gives null')
) as t (given, expected, description);

select * from finish();
rollback;

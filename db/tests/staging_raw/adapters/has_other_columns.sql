begin;
set local search_path to extensions, public;
select plan(6);

select is(staging_raw.has_other_columns(t.given::jsonb), t.expected, t.description)
from (values
    ('{"asin": "B0TESTA001", "price": 1, "scraped_at": "2026-11-20T10:00:00Z", "in_stock": true, "title": "x"}', false, 'our own names are no other columns'),
    ('{"asin": "B0TESTA001", "price": 1, "note": "x"}', false, 'unknown names are no other columns'),
    ('{"asin": "B0TESTA001", "price": 1, "Availability": "In stock"}', true, 'another spelling of our name is another column'),
    ('{"asin": "B0TESTA001", "price": 1, "Link": "https://www.amazon.de/dp/B0TESTA001"}', true, 'another name is another column'),
    ('{"asin": "B0TESTA001", "price": 1, "stock_status": "Out of stock"}', true, 'in any spelling'),
    ('{}', false, 'an empty object has no other columns')
) as t (given, expected, description);

select * from finish();
rollback;

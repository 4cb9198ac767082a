begin;
set local search_path to extensions, public;
select plan(6);

select is(staging_raw.has_other_columns(t.given::jsonb), t.expected, t.description)
from (values
    ('{"asin": "B0TESTA001", "price": 1, "scraped_at": "2026-11-20T10:00:00Z", "in_stock": true, "title": "x"}', false, 'our own names are no others'),
    ('{"asin": "B0TESTA001", "price": 1, "note": "x"}', false, 'nor are those that no row knows'),
    ('{"asin": "B0TESTA001", "price": 1, "Availability": "In stock"}', true, 'one that is written otherwise is'),
    ('{"asin": "B0TESTA001", "price": 1, "Link": "https://www.amazon.de/dp/B0TESTA001"}', true, 'so is another name'),
    ('{"asin": "B0TESTA001", "price": 1, "stock_status": "Out of stock"}', true, 'in any spelling'),
    ('{}', false, 'nothing has none')
) as t (given, expected, description);

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
select plan(5);

select is(staging_raw.item_url(t.given::jsonb), t.expected, t.description)
from (values
    ('{"url": "https://amazon.de/x"}', 'https://amazon.de/x', 'the usual key'),
    ('{"productURL": "a", "link": "b"}', 'a', 'other keys, the most reliable first'),
    ('{"link": "b"}', 'b', 'a link'),
    ('{"url": "u", "link": "b"}', 'u', 'the usual key comes first'),
    ('{"asin": "B0TESTA001"}', null, 'without such a key there is none')
) as t (given, expected, description);

select * from finish();
rollback;

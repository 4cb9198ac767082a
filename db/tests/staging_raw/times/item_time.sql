begin;
set local search_path to extensions, public;
select plan(6);

select is(staging_raw.item_time(t.given::jsonb), t.expected, t.description)
from (values
    ('{"scraped_at": "2026-11-20"}', '2026-11-20', 'the usual key'), ('{"date": "soon"}', 'soon', 'the time is returned unparsed'),
    ('{"timestamp": 1763600000}', '1763600000', 'numbers too'), ('{"scraped_at": " ", "date": "x"}', 'x', 'blank cells do not count'),
    ('{"date": null}', null, 'nor is null'), ('{"price": 1}', null, 'an item may have no time')
) as t (given, expected, description);

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
select plan(15);

select is(staging_raw.unpriced_failure(t.given::jsonb), t.expected::text, t.description)
from (values
    ('{"title": "Tut uns Leid!", "price": null}', 'blocked', 'an apology for a title'),
    ('{"title": "Tut uns Leid!", "price": null, "rating": 4}', null, 'but not with a rating'),
    ('{"price": "captcha"}', 'blocked', 'words of a failed page for a price'),
    ('{"price": "AED 5"}', null, 'a number makes it a price'),
    ('{"price": null, "availability": "Access denied"}', 'blocked', 'words of a failed page for the availability'),
    ('{"price": null, "availability": "In Stock"}', null, 'others say nothing'),
    ('{"state": "failed"}', 'parse_error', 'a state that is a failure'),
    ('{"state": "Texas"}', null, 'a state of another kind'),
    ('{"code": 503}', 'blocked', 'a code of HTTP'),
    ('{"code": "B000000001"}', null, 'a code of another kind'),
    ('{"response": {"status": 404}}', 'delisted', 'the answer''s own status'),
    ('{"title": null, "price": null, "asin": "B000000001"}', 'parse_error', 'an item of nothing but its address'),
    ('{"title": null, "price": null, "bsr": 5}', null, 'unless it has a rank'),
    ('["title"]', null, 'an array says nothing'),
    ('"title"', null, 'nor does a text')
) as t (given, expected, description);

select * from finish();
rollback;

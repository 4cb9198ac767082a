begin;
set local search_path to extensions, public;
select plan(15);

select is(staging_raw.unpriced_failure(t.given::jsonb), t.expected::text, t.description)
from (values
    ('{"title": "Tut uns Leid!", "price": null}', 'blocked', 'an apology as title is a failure'),
    ('{"title": "Tut uns Leid!", "price": null, "rating": 4}', null, 'not with a rating'),
    ('{"price": "captcha"}', 'blocked', 'words of a failed page as price are a failure'),
    ('{"price": "AED 5"}', null, 'a number is a price'),
    ('{"price": null, "availability": "Access denied"}', 'blocked', 'words of a failed page as availability are a failure'),
    ('{"price": null, "availability": "In Stock"}', null, 'other words are not'),
    ('{"state": "failed"}', 'parse_error', 'a state of failure is a failure'),
    ('{"state": "Texas"}', null, 'another state is not'),
    ('{"code": 503}', 'blocked', 'a code of HTTP is a failure'),
    ('{"code": "B000000001"}', null, 'another code is not'),
    ('{"response": {"status": 404}}', 'delisted', 'the status of the response is used'),
    ('{"title": null, "price": null, "asin": "B000000001"}', 'parse_error', 'an item with only its address is an unread page'),
    ('{"title": null, "price": null, "bsr": 5}', null, 'not with a rank'),
    ('["title"]', null, 'an array has no failure'),
    ('"title"', null, 'a text has no failure')
) as t (given, expected, description);

select * from finish();
rollback;

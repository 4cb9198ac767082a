begin;
set local search_path to extensions, public;
select plan(9);

select is(staging_raw.item_failure(t.given::jsonb), t.expected::text, t.description)
from (values
    ('{"status": "failed"}', 'parse_error', 'a status of failure is a failure'),
    ('{"status": "ok", "error": null}', null, 'a success is no failure'),
    ('{"title": "Tut uns Leid!", "price": null}', 'blocked', 'an apology as title is a failure without a price'),
    ('{"title": "Tut uns Leid!", "price": 5}', null, 'with a price the fetch did not fail'),
    ('{"title": "Tut uns Leid!", "price": null, "rating": 4}', null, 'with a rating it did not fail'),
    ('{"title": "Stool", "price": null}', null, 'a product without a price is no failure'),
    ('[]', null, 'an array is no failure'),
    ('"status"', null, 'a text is no failure'),
    (null, null, 'null stays null')
) as t (given, expected, description);

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
select plan(9);

select is(staging_raw.item_failure(t.given::jsonb), t.expected::text, t.description)
from (values
    ('{"status": "failed"}', 'parse_error', 'a status that is no success'),
    ('{"status": "ok", "error": null}', null, 'a success says nothing'),
    ('{"title": "Tut uns Leid!", "price": null}', 'blocked', 'an apology for a title, without a price'),
    ('{"title": "Tut uns Leid!", "price": 5}', null, 'with one the fetch did not fail'),
    ('{"title": "Tut uns Leid!", "price": null, "rating": 4}', null, 'nor with a rating'),
    ('{"title": "Stool", "price": null}', null, 'a product without a price is none'),
    ('[]', null, 'an array says nothing'),
    ('"status"', null, 'nor does a text'),
    (null, null, 'null stays null')
) as t (given, expected, description);

select * from finish();
rollback;

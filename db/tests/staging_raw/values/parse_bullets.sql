begin;
set local search_path to extensions, public;
select plan(5);

select is(staging_raw.parse_bullets(t.given::jsonb), t.expected::jsonb, t.description)
from (values
    ('["a", "b"]', '["a", "b"]', 'an array of texts stays unchanged'),
    ('["a", null, 5, "", {"x": 1}, "b"]', '["a", "b"]', 'elements that are no text are left out'),
    ('[]', null, 'an empty array is null'),
    ('[null]', null, 'so is one without texts'),
    ('"a"', null, 'anything but an array is null')
) as t (given, expected, description);

select * from finish();
rollback;

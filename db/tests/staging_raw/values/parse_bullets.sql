begin;
set local search_path to extensions, public;
select plan(5);

select is(staging_raw.parse_bullets(t.given::jsonb), t.expected::jsonb, t.description)
from (values
    ('["a", "b"]', '["a", "b"]', 'an array of texts stays as it is'),
    ('["a", null, 5, "", {"x": 1}, "b"]', '["a", "b"]', 'what is no text is left out'),
    ('[]', null, 'an empty array is null'),
    ('[null]', null, 'so is one without texts'),
    ('"a"', null, 'and anything but an array')
) as t (given, expected, description);

select * from finish();
rollback;

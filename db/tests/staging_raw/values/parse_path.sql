begin;
set local search_path to extensions, public;
select plan(9);

select is(staging_raw.parse_path(t.given::jsonb), t.expected::text, t.description)
from (values
    ('"Home > Kitchen > Coasters"', 'Home > Kitchen > Coasters', 'breadcrumbs stay unchanged'),
    ('"Home \u203a Kitchen"', 'Home > Kitchen', 'the small arrow becomes >'),
    ('"Home>Kitchen"', 'Home > Kitchen', 'spaces are put around it'),
    ('["Home", "Kitchen"]', 'Home > Kitchen', 'an array is joined'),
    ('[{"name": "Home", "url": "/b"}, {"name": "Kitchen"}]', 'Home > Kitchen', 'an array of objects is joined'),
    ('[{"x": 1}, 5, null, "Home"]', 'Home', 'elements without a name are left out'),
    ('""', null, 'an empty text is null'),
    ('[]', null, 'an empty array is null'),
    ('5', null, 'a number is null')
) as t (given, expected, description);

select * from finish();
rollback;

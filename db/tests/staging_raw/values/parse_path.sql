begin;
set local search_path to extensions, public;
select plan(9);

select is(staging_raw.parse_path(t.given::jsonb), t.expected::text, t.description)
from (values
    ('"Home > Kitchen > Coasters"', 'Home > Kitchen > Coasters', 'breadcrumbs stay as they are'),
    ('"Home \u203a Kitchen"', 'Home > Kitchen', 'the small arrow becomes >'),
    ('"Home>Kitchen"', 'Home > Kitchen', 'blanks are put round it'),
    ('["Home", "Kitchen"]', 'Home > Kitchen', 'an array is joined'),
    ('[{"name": "Home", "url": "/b"}, {"name": "Kitchen"}]', 'Home > Kitchen', 'so is one of objects'),
    ('[{"x": 1}, 5, null, "Home"]', 'Home', 'elements without a name are left out'),
    ('""', null, 'an empty text is null'),
    ('[]', null, 'an empty array too'),
    ('5', null, 'and a number')
) as t (given, expected, description);

select * from finish();
rollback;

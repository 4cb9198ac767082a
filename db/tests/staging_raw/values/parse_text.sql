begin;
set local search_path to extensions, public;
select plan(6);

select is(staging_raw.parse_text(t.given), t.expected::text, t.description)
from (values
    ('a b', 'a b', 'a text stays unchanged'),
    (U&' a\00A0\000A', 'a', 'all kinds of spaces around it are removed'),
    ('  ', null, 'spaces alone are null'),
    ('', null, 'an empty text is null'),
    ('N/A', null, 'a word for unknown is null'),
    (null, null, 'null stays null')
) as t (given, expected, description);

select * from finish();
rollback;

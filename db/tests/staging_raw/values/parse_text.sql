begin;
set local search_path to extensions, public;
select plan(6);

select is(staging_raw.parse_text(t.given), t.expected::text, t.description)
from (values
    ('a b', 'a b', 'a text stays as it is'),
    (U&' a\00A0\000A', 'a', 'blanks of all kinds round it go'),
    ('  ', null, 'blanks alone are null'),
    ('', null, 'an empty text is null'),
    ('N/A', null, 'so is a word for not known'),
    (null, null, 'null stays null')
) as t (given, expected, description);

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
select plan(11);

select is(staging_raw.decode_entities(t.given), t.expected, t.description)
from (values
    ('&#8377;1,299.00', U&'\20B91,299.00', 'a decimal number is a character'),
    ('&#x20AC;&#160;24,90', U&'\20AC\00A024,90', 'so are a hexadecimal number and the space'),
    ('Gentlemen&#39;s Comb &amp; Case', 'Gentlemen''s Comb & Case', 'a title is read'),
    ('caf&eacute;', U&'caf\00E9', 'a name is decoded'),
    ('&amp;pound;12', '&pound;12', 'what was escaped twice keeps one level'),
    ('AT&T; R&D &foo; &', 'AT&T; R&D &foo; &', 'other text stays unchanged'),
    ('a & b', 'a & b', 'a single & stays'),
    ('plain', 'plain', 'a text without entities stays'),
    ('', '', 'an empty text stays'),
    ('&#0;', '&#0;', 'an invalid character stays as it is written'),
    (null, null, 'null stays null')
) as t (given, expected, description);

select * from finish();
rollback;

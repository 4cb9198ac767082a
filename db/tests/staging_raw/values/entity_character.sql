begin;
set local search_path to extensions, public;
select plan(19);

select is(staging_raw.entity_character(t.given), t.expected, t.description)
from (values
    ('#8377', U&'\20B9', 'a decimal number'),
    ('#x20AC', U&'\20AC', 'a hexadecimal one'),
    ('#X20ac', U&'\20AC', 'in any case'),
    ('pound', U&'\00A3', 'a name'),
    ('eacute', U&'\00E9', 'of a letter'),
    ('Eacute', U&'\00C9', 'names keep their case'),
    ('yuml', U&'\00FF', 'the last of the Latin ones'),
    ('nbsp', U&'\00A0', 'the blank that does not break'),
    ('amp', '&', 'the sign itself'),
    ('hellip', U&'\2026', 'a name of the second list'),
    ('#128', U&'\20AC', 'what browsers show for Windows-1252'),
    ('nonsense', null, 'an unknown name is null'),
    ('34', null, 'a number without its sign too'),
    ('#0', null, 'and what no text can hold'),
    ('#xD800', null, 'half a pair of UTF-16 too'),
    ('#9999999', null, 'and what is beyond Unicode'),
    ('#x110000', null, 'in hexadecimal too'),
    ('', null, 'and nothing'),
    (null, null, 'null stays null')
) as t (given, expected, description);

select * from finish();
rollback;

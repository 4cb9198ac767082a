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
    ('nbsp', U&'\00A0', 'the no-break space'),
    ('amp', '&', 'the sign itself'),
    ('hellip', U&'\2026', 'a name of the second list'),
    ('#128', U&'\20AC', '128 to 159 are Windows-1252, as in browsers'),
    ('nonsense', null, 'an unknown name is null'),
    ('34', null, 'a number without # is null'),
    ('#0', null, 'an invalid character is null'),
    ('#xD800', null, 'half a surrogate pair is null'),
    ('#9999999', null, 'a number beyond Unicode is null'),
    ('#x110000', null, 'in hexadecimal too'),
    ('', null, 'an empty text is null'),
    (null, null, 'null stays null')
) as t (given, expected, description);

select * from finish();
rollback;

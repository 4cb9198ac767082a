begin;
set local search_path to extensions, public;
select plan(11);

select is(staging_raw.parse_boolean(t.given), t.expected::boolean, t.description)
from (values
    ('true', true, 'true is true'),
    ('false', false, 'false is false'),
    ('True', true, 'Python writes it with a capital'),
    ('FALSE', false, 'spreadsheets write it in capitals'),
    ('1', true, '1 is true'),
    ('0', false, '0 is false'),
    ('Y', true, 'Y means yes'),
    ('Nein', false, 'other languages are known'),
    ('-1', null, '-1 is not known'),
    ('maybe', null, 'anything else is null'),
    (null, null, 'null stays null')
) as t (given, expected, description);

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
select plan(10);

select is(staging_raw.is_unknown(t.given), t.expected::boolean, t.description)
from (values
    ('nan', true, 'nan means unknown'),
    ('N/A', true, 'N/A means unknown'),
    ('None', true, 'None means unknown'),
    ('null', true, 'null means unknown'),
    (' - ', true, 'a dash between spaces means unknown'),
    (U&'\2014', true, 'a long dash means unknown'),
    ('', true, 'an empty text means unknown'),
    ('None of us', false, 'a longer text that begins so is known'),
    ('0', false, '0 is known'),
    (null, null, 'null stays null')
) as t (given, expected, description);

select * from finish();
rollback;

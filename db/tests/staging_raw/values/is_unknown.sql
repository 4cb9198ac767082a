begin;
set local search_path to extensions, public;
select plan(10);

select is(staging_raw.is_unknown(t.given), t.expected::boolean, t.description)
from (values
    ('nan', true, 'nan is not known'),
    ('N/A', true, 'nor is N/A'),
    ('None', true, 'nor None'),
    ('null', true, 'nor null'),
    (' - ', true, 'nor a dash with blanks round it'),
    (U&'\2014', true, 'nor a long dash'),
    ('', true, 'nor nothing'),
    ('None of us', false, 'a text that begins so is known'),
    ('0', false, 'so is 0'),
    (null, null, 'null stays null')
) as t (given, expected, description);

select * from finish();
rollback;

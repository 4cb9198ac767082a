begin;
set local search_path to extensions, public;
select plan(5);

select is(staging_raw.ascii_digits(t.given), t.expected::text, t.description)
from (values
    ('1,234', '1,234', 'ASCII stays unchanged'),
    (U&'\0661\066C\0662\0663\0664\066B\0665', '1,234.5', 'Arabic digits and separators'),
    (U&'\0967\0968', '12', 'Devanagari digits'),
    (U&'\FF11\FF0E\FF15', '1.5', 'full-width digits and separators'),
    (null, null, 'null stays null')
) as t (given, expected, description);

select * from finish();
rollback;

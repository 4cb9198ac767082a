begin;
set local search_path to extensions, public;
select plan(12);

select is(staging_raw.currency_fits(t.said, t.code), t.expected, t.description)
from (values
    ('$', 'USD', true, 'a dollar sign fits the United States'),
    ('$', 'CAD', true, 'and Canada'),
    ('$', 'MXN', true, 'and Mexico'),
    ('$', 'EUR', false, 'not Germany'),
    ('$', 'INR', false, 'nor India'),
    (U&'\00A5', 'JPY', true, 'the yen sign fits Japan'),
    (U&'\00A5', 'USD', false, 'not the United States'),
    ('INR', 'USD', false, 'rupees do not fit there either'),
    ('EUR', 'EUR', true, 'a code fits itself'),
    ('JPY', 'USD', false, 'and no other'),
    (null, 'USD', true, 'what says nothing fits all'),
    ('USD', null, true, 'so does a shop that is not known')
) as t (said, code, expected, description);

select * from finish();
rollback;

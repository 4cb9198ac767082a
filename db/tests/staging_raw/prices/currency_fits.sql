begin;
set local search_path to extensions, public;
select plan(12);

select is(staging_raw.currency_fits(t.said, t.code), t.expected, t.description)
from (values
    ('$', 'USD', true, 'a dollar sign fits the United States'),
    ('$', 'CAD', true, 'it fits Canada'),
    ('$', 'MXN', true, 'it fits Mexico'),
    ('$', 'EUR', false, 'it does not fit Germany'),
    ('$', 'INR', false, 'it does not fit India'),
    (U&'\00A5', 'JPY', true, 'the yen sign fits Japan'),
    (U&'\00A5', 'USD', false, 'it does not fit the United States'),
    ('INR', 'USD', false, 'rupees do not fit the United States'),
    ('EUR', 'EUR', true, 'a code fits its own currency'),
    ('JPY', 'USD', false, 'a code fits no other'),
    (null, 'USD', true, 'an unknown currency fits all shops'),
    ('USD', null, true, 'every currency fits an unknown shop')
) as t (said, code, expected, description);

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
select plan(11);

select is((select staging_raw.price_candidates(r.symbols, r.amounts, '') from staging_raw.price_reading(t.given) as r), t.expected::numeric[], t.description)
from (values
    ('$12.99', '{12.99}', 'one amount is a candidate'),
    ('$12.99$12.99', '{12.99}', 'the same amount twice is one candidate'),
    ('$12.99 $15', '{12.99,15}', 'two amounts are two candidates'),
    (U&'12,99 \20AC 15,99 \20AC', '{12.99,15.99}', 'also with the sign after them'),
    ('iPhone 5 - $12.99', '{12.99}', 'an amount beside a sign precedes others'),
    ('6 $12.99', '{12.99}', 'the sign belongs to the number that it touches'),
    ('Now $12 $15', '{12}', 'words mark the current price'),
    ('12 5', '{NULL}', 'two adjacent numbers are ambiguous'),
    ('$12.345', '{NULL}', 'a number with two readings is ambiguous'),
    ('12.99', '{12.99}', 'without a sign all amounts are candidates'),
    ('none', '{}', 'without an amount there is no candidate')
) as t (given, expected, description);

select * from finish();
rollback;

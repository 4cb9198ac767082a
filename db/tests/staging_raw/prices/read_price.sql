begin;
set local search_path to extensions, public;
select plan(20);

select is(staging_raw.read_price(t.given, t.sign), t.expected::numeric, t.description)
from (values
    ('26 offers from $9.49', '.', '9.49', 'a count is no price'),
    ('$12.99 - $25.99', '.', '12.99', 'a range gives its lower end'),
    ('$25.99 - $12.99', '.', null, 'the lower end comes first'),
    ('$12.99 $15.99', '.', null, 'two amounts give null'),
    ('Price: $12.99 $15.99', '.', '12.99', 'unless a word marks the price'),
    (U&'\00A312.99 \20AC12.99', '.', null, 'two currencies give null'),
    ('was $19.99', '.', null, 'an old price alone gives null'),
    ('$12.99 was $19.99', '.', '12.99', 'the price beside an old one is used'),
    (U&'19,99 \20AC UVP 12,99 \20AC', ',', null, 'a price above the old one gives null'),
    ('3 left', '.', null, 'unknown words beside a bare number give null'),
    ('from 9.49', '.', '9.49', 'words about prices do not'),
    ('-$5.99', '.', '-5.99', 'a minus at the beginning stays'),
    ('$12.99 -$5.00', '.', null, 'a minus further on gives null'),
    ('12-May', '.', null, 'a date gives null'),
    ('2026-05-12', '.', null, 'a date in another form gives null'),
    ('1.2E+03', '.', null, 'an exponent gives null'),
    ('#NAME?', '.', null, 'an error gives null'),
    ('12 99', '.', null, 'two numbers give null'),
    ('$12.345', '', '12.345', 'without a shop the currency gives the decimal sign'),
    (U&'12.345 \20AC', '', null, 'when its shops agree')
) as t (given, sign, expected, description);

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
select plan(20);

select is(staging_raw.read_price(t.given, t.sign), t.expected::numeric, t.description)
from (values
    ('26 offers from $9.49', '.', '9.49', 'a count is no price'),
    ('$12.99 - $25.99', '.', '12.99', 'a range gives its lower end'),
    ('$25.99 - $12.99', '.', null, 'which is the first'),
    ('$12.99 $15.99', '.', null, 'two amounts are a guess'),
    ('Price: $12.99 $15.99', '.', '12.99', 'unless a word says which'),
    (U&'\00A312.99 \20AC12.99', '.', null, 'two currencies are a guess'),
    ('was $19.99', '.', null, 'an old price is none'),
    ('$12.99 was $19.99', '.', '12.99', 'the other is'),
    (U&'19,99 \20AC UVP 12,99 \20AC', ',', null, 'but no price is above the old one'),
    ('3 left', '.', null, 'unknown words make a bare number doubtful'),
    ('from 9.49', '.', '9.49', 'words about prices do not'),
    ('-$5.99', '.', '-5.99', 'a minus in front stays'),
    ('$12.99 -$5.00', '.', null, 'one further on is something else'),
    ('12-May', '.', null, 'a date is none'),
    ('2026-05-12', '.', null, 'in any form'),
    ('1.2E+03', '.', null, 'nor an exponent'),
    ('#NAME?', '.', null, 'nor an error'),
    ('12 99', '.', null, 'nor two numbers'),
    ('$12.345', '', '12.345', 'without a shop the currency says the sign'),
    (U&'12.345 \20AC', '', null, 'where it can')
) as t (given, sign, expected, description);

select * from finish();
rollback;

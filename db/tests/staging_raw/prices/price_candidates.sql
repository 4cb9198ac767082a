begin;
set local search_path to extensions, public;
select plan(11);

select is((select staging_raw.price_candidates(r.symbols, r.amounts, '') from staging_raw.price_reading(t.given) as r), t.expected::numeric[], t.description)
from (values
    ('$12.99', '{12.99}', 'one amount'),
    ('$12.99$12.99', '{12.99}', 'twice the same is one'),
    ('$12.99 $15', '{12.99,15}', 'two are two'),
    (U&'12,99 \20AC 15,99 \20AC', '{12.99,15.99}', 'also with the sign behind'),
    ('iPhone 5 - $12.99', '{12.99}', 'the one beside the sign goes before others'),
    ('6 $12.99', '{12.99}', 'the sign belongs to the number it touches'),
    ('Now $12 $15', '{12}', 'words say which'),
    ('12 5', '{NULL}', 'two numbers side by side are not clear'),
    ('$12.345', '{NULL}', 'nor is a number of two readings'),
    ('12.99', '{12.99}', 'without a sign all are'),
    ('none', '{}', 'none is none')
) as t (given, expected, description);

select * from finish();
rollback;

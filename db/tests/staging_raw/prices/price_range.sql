begin;
set local search_path to extensions, public;
select plan(10);

select is((select staging_raw.price_range(s.symbols, s.amounts, '.') from staging_raw.price_symbols(t.given) as s), t.expected::numeric[], t.description)
from (values
    ('$10 - $20', '{10,20}', 'two amounts are a range'),
    ('$10 - 20', '{10,20}', 'the sign may come first'),
    (U&'10 - 20 \20AC', '{10,20}', 'the sign may follow'),
    (U&'10 \20AC bis 20 \20AC', '{10,20}', 'a word may be between'),
    (U&'1,000\5186\FF5E2,000\5186', '{1000,2000}', 'in Japanese'),
    ('Size 5 - $10', null, 'one number is not an amount'),
    (U&'10 \20AC - 5 left', null, 'nor here'),
    ('10.00-20.00', '{10.00,20.00}', 'cents without a sign are a range'),
    ('12-25', null, 'a date has no cents'),
    ('$12.99', null, 'one amount is no range')
) as t (given, expected, description);

select * from finish();
rollback;

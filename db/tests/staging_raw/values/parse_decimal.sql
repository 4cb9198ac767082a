begin;
set local search_path to extensions, public;
select plan(3);

select results_eq(
    $$
        select v.text, staging_raw.parse_decimal(v.text, '.')
        from (values ('5'), ('5.4'), ('1.102'), ('1,250'), ('1,250.5'), ('7,5'), ('1.250,5'), ('1,234,567'), ('200.')) as v (text)
    $$,
    $$values ('5', 5), ('5.4', 5.4), ('1.102', 1.102), ('1,250', 1250), ('1,250.5', 1250.5), ('7,5', 7.5), ('1.250,5', 1250.5),
        ('1,234,567', 1234567), ('200.', 200)$$,
    'a shop with a decimal point'
);
select results_eq(
    $$
        select v.text, staging_raw.parse_decimal(v.text, ',')
        from (values ('5'), ('5.4'), ('1.250'), ('1,250'), ('1.250,5'), ('1.25'), ('1.234.567')) as v (text)
    $$,
    $$values ('5', 5), ('5.4', 5.4), ('1.250', null), ('1,250', 1.250), ('1.250,5', 1250.5), ('1.25', 1.25), ('1.234.567', 1234567)$$,
    'a shop with a decimal comma, where a point before three digits can be read in two ways'
);
select is_empty(
    $$
        select v.text from (values (''), ('.5'), ('1.2.3'), ('1,2,3.4.5'), ('x'), (repeat('1', 31)), (null)) as v (text)
        where staging_raw.parse_decimal(v.text, '.') is not null
    $$,
    'anything else is no number'
);

select * from finish();
rollback;

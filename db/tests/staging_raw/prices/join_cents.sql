begin;
set local search_path to extensions, public;
select plan(11);

select is(regexp_replace(regexp_replace((select c.symbols from staging_raw.price_symbols(t.given) as s cross join staging_raw.join_cents(s.symbols, s.amounts) as c), '[\uE000-\uE0FF]', 'M', 'g'), '[\uE100-\uE3FF]', '#', 'g'), t.expected, t.description)
from (values
    ('$12 99', 'M#', 'a space beside a sign'),
    (U&'12\000A99', '#', 'a line break'),
    (U&'$\000A12\000A.\000A99', U&'M\000A#', 'the point on a line of its own'),
    (U&'12\20AC99', '#M', 'the euro sign between'),
    (U&'1 299 00 \20AC', '# M', 'after groups'),
    ('12 99', '# #', 'a space without a sign joins nothing'),
    ('$12 5', 'M# #', 'one digit is no cents'),
    ('$12 99 left', 'M# # k', 'digits before a counting word are no cents'),
    (U&'5 12 99 \20AC', '# # # M', 'two of three numbers are no cents'),
    ('$12.99 12', 'M# #', 'a number with cents gets no more')
) as t (given, expected, description);

select is(
    (select c.amounts[1] from staging_raw.price_symbols('$12 99') as s cross join staging_raw.join_cents(s.symbols, s.amounts) as c),
    U&'12\00B799', 'the amount has its cents after a middle dot'
);

select * from finish();
rollback;

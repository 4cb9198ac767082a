begin;
set local search_path to extensions, public;
select plan(6);

select is(staging_raw.amount(t.given), t.expected, t.description)
from (values
    (12.345, 12.35, 'cents are rounded'), (0.001, null, 'less than a cent is nothing'), (0, null, 'nor is 0 a price'), (-1, null, 'a negative number is null'),
    (9999999999.994, 9999999999.99, 'the most that core holds'), (9999999999.995, null, 'a number that is too large is null')
) as t (given, expected, description);

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
select plan(8);

select is(staging_raw.parse_rank(t.given), t.expected::bigint, t.description)
from (values
    ('#1,234 in Books', 1234, 'a rank'),
    ('1', 1, 'the first rank is used'),
    ('0', null, '0 is none'),
    ('-1', null, '-1 is no rank'),
    ('-7', null, 'nor is any lower number'),
    ('{"1000 Puzzles": 5}', null, 'an object is no rank'),
    ('[{"rank": 5}]', null, 'a list is no rank'),
    (null, null, 'null stays null')
) as t (given, expected, description);

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
select plan(6);

select is(staging_raw.parse_rank(t.given), t.expected::bigint, t.description)
from (values
    ('#1,234 in Books', 1234, 'a rank'),
    ('1', 1, 'the first'),
    ('0', null, '0 is none'),
    ('-1', null, 'nor is -1'),
    ('-7', null, 'nor any less'),
    (null, null, 'null stays null')
) as t (given, expected, description);

select * from finish();
rollback;

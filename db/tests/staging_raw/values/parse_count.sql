begin;
set local search_path to extensions, public;
select plan(18);

select is(staging_raw.parse_count(t.given), t.expected::bigint, t.description)
from (values
    ('1234', 1234, 'digits are the count'),
    ('1,234 ratings', 1234, 'separators and words are ignored'),
    ('(23,642)', 23642, 'brackets are ignored'),
    ('1,23,456', 123456, 'Indian grouping is read'),
    ('4K+ bought in past month', 4000, 'K means thousands'),
    ('1.2M', 1200000, 'M means millions'),
    ('500+ bought', 500, 'a plus is ignored'),
    ('12 mice', 12, 'a word that starts with m is no unit'),
    ('37460.0', 37460, 'a whole number may be written as a decimal one'),
    ('0', 0, '0 is a count'),
    ('-5', -5, 'a negative count is left for the check stage'),
    ('99999999999999999999999', 9223372036854775807, 'a number that is too large becomes the limit, for the check stage'),
    ('-1', null, '-1 is not known'),
    ('4.5', null, 'a fraction is no count'),
    ('2,3 Tsd.', 2300, 'units are known in other languages'),
    ('abc', null, 'a text without digits is null'),
    ('', null, 'an empty text is null'),
    (repeat('9', 5000), null, 'endless digits are null')
) as t (given, expected, description);

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
select plan(9);

select is(staging_raw.normal_phrase(t.given), t.expected::text, t.description)
from (values
    ('In Stock.', 'in stock', 'lower case, no full stop'),
    ('OUT_OF_STOCK', 'out of stock', 'an underscore separates words'),
    (U&'  Only 3   left\00A0in stock ', 'only 0 left in stock', 'one space between words, 0 for a number'),
    ('1,234 to 5.678', '0 to 0', 'with any separators'),
    (U&'VERF\00DCGBAR', U&'verf\00FCgbar', 'capitals with accents too'),
    (U&'\6B8B\308A \FF13 \70B9\3002', U&'\6B8B\308A0\70B9', 'no spaces between Japanese words, full-width digits'),
    (U&'\200FA\FEFF', 'a', 'invisible marks are removed'),
    ('...', '', 'punctuation alone gives an empty text'),
    (null, null, 'null stays null')
) as t (given, expected, description);

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
select plan(9);

select is(staging_raw.normal_phrase(t.given), t.expected::text, t.description)
from (values
    ('In Stock.', 'in stock', 'small letters, no full stop'),
    ('OUT_OF_STOCK', 'out of stock', 'an underscore parts words'),
    (U&'  Only 3   left\00A0in stock ', 'only 0 left in stock', 'one blank between words, 0 for a number'),
    ('1,234 to 5.678', '0 to 0', 'whatever its separators'),
    (U&'VERF\00DCGBAR', U&'verf\00FCgbar', 'capitals with accents too'),
    (U&'\6B8B\308A \FF13 \70B9\3002', U&'\6B8B\308A0\70B9', 'no blanks between Japanese words, full-width digits'),
    (U&'\200FA\FEFF', 'a', 'marks that nobody sees go'),
    ('...', '', 'punctuation alone is nothing'),
    (null, null, 'null stays null')
) as t (given, expected, description);

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
select plan(15);

select is(staging_raw.parse_rating(t.given), t.expected::numeric, t.description)
from (values
    ('4.5', 4.5, 'a number is the rating'),
    ('5.0 out of 5 stars', 5.0, 'the scale is ignored'),
    ('4,5 von 5 Sternen', 4.5, 'a decimal comma is read'),
    (U&'5\3064\661F\306E\3046\30614.3', 4.3, 'on Japanese pages the scale comes first'),
    ('5 out of 5', 5, 'five of five is five'),
    ('0', null, '0 means no ratings'),
    ('0.0', null, 'also as a decimal'),
    ('11', 11, 'eleven stars are left for the check stage'),
    ('-1', null, '-1 is not known'),
    ('-2', -2, 'other negative ones are left for the check stage'),
    ('1e400', null, 'an exponent is null'),
    ('4.5e3', null, 'also after a fraction'),
    (repeat('4', 400), null, 'endless digits are null'),
    ('nullstar', null, 'words are null'),
    ('', null, 'an empty text is null')
) as t (given, expected, description);

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
select plan(22);

select is(staging_raw.clean_asin(t.text, t.url), t.expected, t.description)
from (values
    (' b0demoz120 ', null, 'B0DEMOZ120', 'spaces and lower case are corrected'),
    (U&'\200EB0DEMOZ120', null, 'B0DEMOZ120', 'a left-to-right mark is removed'),
    (U&'B0DEMOZ120\200F', null, 'B0DEMOZ120', 'a right-to-left mark is removed'),
    (U&'\FEFFB0DEMOZ120', null, 'B0DEMOZ120', 'a byte order mark is removed'),
    (U&'B0DEMOZ120\00A0', null, 'B0DEMOZ120', 'a no-break space is removed'),
    (U&'\200B\2060B0DEMOZ120\200D', null, 'B0DEMOZ120', 'a zero-width space is removed'),
    ('="B0DEMOZ120"', null, 'B0DEMOZ120', 'a spreadsheet formula is read'),
    ('ASIN: B0DEMOZ120', null, 'B0DEMOZ120', 'also with a label'),
    (U&'asin\00A0:\200E B0DEMOZ120', null, 'B0DEMOZ120', 'the text of a product page is read, with its marks'),
    ('https://www.amazon.de/dp/B0DEMOZ120?th=1', null, 'B0DEMOZ120', 'a url is read'),
    ('300270968', null, '0300270968', 'an ISBN without its leading zero gets it back'),
    ('300270968.0', null, '0300270968', 'also as a decimal number'),
    ('3303', null, '3303', 'too few digits are no ISBN'),
    ('300270967', null, '300270967', 'digits with a wrong check digit are no ISBN'),
    ('12345678X', null, '12345678X', 'a text with an X is no ISBN by itself'),
    ('80442957X', null, '080442957X', 'a right check digit X makes an ISBN'),
    ('3.0E+09', null, '3.0E+09', 'digits that a spreadsheet rounded are not restored'),
    ('NOT AN ASIN', 'https://www.amazon.com/dp/B0DEMOZ120', 'NOT AN ASIN', 'another text is left for the check stage'),
    ('B0DEMOZ12', null, 'B0DEMOZ12', 'so is a text with one letter too few'),
    ('nan', 'https://www.amazon.com/dp/B0DEMOZ120', 'B0DEMOZ120', 'for a word that means nothing the url is used'),
    ('N/A', null, null, 'the url may be missing'),
    ('https://www.amazon.com/gp/bestsellers/', null, 'https://www.amazon.com/gp/bestsellers/', 'a url without an ASIN gives none')
) as t (text, url, expected, description);

select * from finish();
rollback;

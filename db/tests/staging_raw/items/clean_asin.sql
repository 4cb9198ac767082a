begin;
set local search_path to extensions, public;
select plan(22);

select is(staging_raw.clean_asin(t.text, t.url), t.expected, t.description)
from (values
    (' b0demoz120 ', null, 'B0DEMOZ120', 'blanks and small letters are corrected'),
    (U&'\200EB0DEMOZ120', null, 'B0DEMOZ120', 'a left-to-right mark is not seen'),
    (U&'B0DEMOZ120\200F', null, 'B0DEMOZ120', 'nor a right-to-left mark'),
    (U&'\FEFFB0DEMOZ120', null, 'B0DEMOZ120', 'nor a byte order mark'),
    (U&'B0DEMOZ120\00A0', null, 'B0DEMOZ120', 'nor a hard blank'),
    (U&'\200B\2060B0DEMOZ120\200D', null, 'B0DEMOZ120', 'nor what has no width'),
    ('="B0DEMOZ120"', null, 'B0DEMOZ120', 'a formula that keeps a spreadsheet from guessing is read'),
    ('ASIN: B0DEMOZ120', null, 'B0DEMOZ120', 'so is one with its label'),
    (U&'asin\00A0:\200E B0DEMOZ120', null, 'B0DEMOZ120', 'as a product page has it, marks and all'),
    ('https://www.amazon.de/dp/B0DEMOZ120?th=1', null, 'B0DEMOZ120', 'so is a url'),
    ('300270968', null, '0300270968', 'an ISBN that lost its leading zero gets it back'),
    ('300270968.0', null, '0300270968', 'also where it became a decimal number'),
    ('3303', null, '3303', 'too few digits are not taken for an ISBN'),
    ('300270967', null, '300270967', 'nor digits whose check digit is wrong'),
    ('12345678X', null, '12345678X', 'nor any text with an X'),
    ('80442957X', null, '080442957X', 'but one with a right check digit is'),
    ('3.0E+09', null, '3.0E+09', 'digits that a spreadsheet rounded away are not made up'),
    ('NOT AN ASIN', 'https://www.amazon.com/dp/B0DEMOZ120', 'NOT AN ASIN', 'another text is left for the check stage'),
    ('B0DEMOZ12', null, 'B0DEMOZ12', 'one letter short too'),
    ('nan', 'https://www.amazon.com/dp/B0DEMOZ120', 'B0DEMOZ120', 'a word for nothing leaves it to the url'),
    ('N/A', null, null, 'which may be missing'),
    ('https://www.amazon.com/gp/bestsellers/', null, 'https://www.amazon.com/gp/bestsellers/', 'a url without an ASIN is none')
) as t (text, url, expected, description);

select * from finish();
rollback;

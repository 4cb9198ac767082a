begin;
set local search_path to extensions, public;
select plan(27);

select is(staging_raw.parse_number(t.given), t.expected::numeric, t.description)
from (values
    ('1,199.99', 1199.99, 'a comma groups thousands and a point is decimal'),
    ('1.199,99', 1199.99, 'a point groups thousands and a comma is decimal'),
    ('12,50', 12.50, 'a comma before two digits is decimal'),
    ('12,5', 12.5, 'a comma before one digit is decimal'),
    ('1,234', 1234, 'a comma before exactly three digits groups thousands'),
    ('1.234', 1234, 'so does a point'),
    ('1,23,456.00', 123456.00, 'Indian grouping is read'),
    ('1.234.567', 1234567, 'several points group thousands'),
    (U&'1\00A0234,56', 1234.56, 'a no-break space groups thousands'),
    (U&'1\202F234,56', 1234.56, 'a narrow one too'),
    ('1''234.50', 1234.50, 'an apostrophe groups thousands'),
    ('0.125', 0.125, 'after a leading zero three digits are a fraction'),
    ('1234.567', 1234.567, 'after four digits three more are a fraction'),
    ('1,234.567', 1234.567, 'of two separators the last is the decimal point'),
    ('1.2345', 1.2345, 'four digits are a fraction'),
    ('$.99', 0.99, 'a number may start with its decimal point'),
    ('Rs.99', 99, 'the point of an abbreviation is no decimal point'),
    ('-5.99', -5.99, 'a minus is kept'),
    ('-$5.99', -5.99, 'also before the currency'),
    ('B-12', 12, 'a hyphen inside a word is no minus'),
    ('1,199. Only', 1199, 'a point that ends a sentence is ignored'),
    ('1e400', null, 'an exponent is not read as a number'),
    ('abc', null, 'a text without digits is null'),
    ('', null, 'an empty text is null'),
    (repeat('9', 200000), null, 'more digits than any value has are null, not an overflow'),
    (repeat('1,', 5000), null, 'so are endless groups'),
    (null, null, 'null stays null')
) as t (given, expected, description);

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
select plan(31);

select is(staging_raw.parse_amount(t.given, t.sign), t.expected::numeric, t.description)
from (values
    ('1299', '.', '1299', 'digits alone are the number'),
    ('12.99', ',', '12.99', 'two digits after a sign are cents, whatever the shop'),
    ('12,99', '.', '12.99', 'also after the other sign'),
    ('12,5', '', '12.5', 'one digit is a fraction'),
    ('1.234,56', '.', '1234.56', 'of two signs the last is decimal'),
    ('1,234.56', ',', '1234.56', 'in either order'),
    ('1''234.50', '.', '1234.50', 'an apostrophe groups'),
    ('1 990', ',', '1990', 'a space groups'),
    (U&'1\202F299,00', ',', '1299.00', 'a narrow space groups'),
    ('1,23,456.00', '.', '123456.00', 'rupees are grouped in pairs'),
    ('1,23,456', '.', '123456', 'also without cents'),
    ('1.234.567', '', '1234567', 'a repeated sign groups'),
    ('12.345', ',', '12345', 'before three digits the sign that is not the shop''s decimal one groups'),
    ('12,345', '.', '12345', 'so does a comma'),
    ('12.345', '.', '12.345', 'the shop''s own decimal point is decimal'),
    ('12,345', ',', null, 'the shop''s own decimal comma is ambiguous: English pages group with it'),
    ('12.345', '', null, 'without a shop a point is ambiguous'),
    ('12,345', '', null, 'without a shop a comma is ambiguous'),
    ('0.125', ',', '0.125', 'after 0 three digits are a fraction'),
    ('1234.567', ',', '1234.567', 'after four digits too'),
    ('.99', '.', '0.99', 'a number may begin with a point'),
    (',65', ',', '0.65', 'or with a comma'),
    (U&'12\00B799', '', '12.99', 'a middle dot is always decimal'),
    ('12.34.56', '.', null, 'a date is no number'),
    ('1,2345.67', '.', null, 'groups of four are no number'),
    ('12 99', '.', null, 'two numbers are no number'),
    ('1 299 00', ',', null, 'digits after a group are no number'),
    ('1.234.56', '.', null, 'groups and cents with one sign are no number'),
    ('9999999999999999999', '.', null, 'more digits than a price has are null'),
    ('1,000,000,000,000,000,000,000,000,000,000,000,000,000,000,000,000,000,000,000,000', '.', null, 'endless groups are null'),
    ('', '.', null, 'an empty text is null')
) as t (given, sign, expected, description);

select * from finish();
rollback;

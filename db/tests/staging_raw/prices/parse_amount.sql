begin;
set local search_path to extensions, public;
select plan(31);

select is(staging_raw.parse_amount(t.given, t.sign), t.expected::numeric, t.description)
from (values
    ('1299', '.', '1299', 'digits are the number'),
    ('12.99', ',', '12.99', 'two digits behind a sign are cents, whatever the shop'),
    ('12,99', '.', '12.99', 'behind the other sign too'),
    ('12,5', '', '12.5', 'so is one digit'),
    ('1.234,56', '.', '1234.56', 'of both signs the last is decimal'),
    ('1,234.56', ',', '1234.56', 'either way'),
    ('1''234.50', '.', '1234.50', 'an apostrophe groups'),
    ('1 990', ',', '1990', 'so does a blank'),
    (U&'1\202F299,00', ',', '1299.00', 'also a narrow one'),
    ('1,23,456.00', '.', '123456.00', 'rupees are grouped in pairs'),
    ('1,23,456', '.', '123456', 'also without cents'),
    ('1.234.567', '', '1234567', 'a sign that is there twice groups'),
    ('12.345', ',', '12345', 'before three digits the other sign groups'),
    ('12,345', '.', '12345', 'so does a comma'),
    ('12.345', '.', '12.345', 'the point of the shop is decimal'),
    ('12,345', ',', null, 'its comma is doubtful: its English pages group with it'),
    ('12.345', '', null, 'without a shop both are'),
    ('12,345', '', null, 'the comma too'),
    ('0.125', ',', '0.125', 'behind 0 three digits are a fraction'),
    ('1234.567', ',', '1234.567', 'behind four digits too'),
    ('.99', '.', '0.99', 'a number may begin with its sign'),
    (',65', ',', '0.65', 'with either'),
    (U&'12\00B799', '', '12.99', 'a middle dot is always decimal'),
    ('12.34.56', '.', null, 'a date is no number'),
    ('1,2345.67', '.', null, 'nor are groups of four'),
    ('12 99', '.', null, 'nor are two numbers'),
    ('1 299 00', ',', null, 'nor is what follows a group'),
    ('1.234.56', '.', null, 'nor groups and cents with one sign'),
    ('9999999999999999999', '.', null, 'nor more digits than a price has'),
    ('1,000,000,000,000,000,000,000,000,000,000,000,000,000,000,000,000,000,000,000,000', '.', null, 'nor endless groups'),
    ('', '.', null, 'nor nothing')
) as t (given, sign, expected, description);

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
select plan(27);

select is(regexp_replace(regexp_replace((select staging_raw.price_rules(s.symbols) from staging_raw.price_symbols(t.given) as s), '[\uE000-\uE0FF]', 'M', 'g'), '[\uE100-\uE3FF]', '#', 'g'), t.expected, t.description)
from (values
    ('26 offers from $9.49', '   a M#', 'what is counted is no price'),
    ('$12.99 (#1)', 'M#  | ', 'nor what stands in brackets'),
    ('$5 -20%', 'M#  | ', 'nor a percentage'),
    ('%20 5 TL', ' |  # M', 'in Turkish either'),
    ('12 x R$ 9,90', ' | ', 'nor an installment'),
    ('$0.42 / Fl Oz', ' | ', 'nor the price of a unit'),
    (U&'3,99 \20AC pro kg', ' | ', 'in German either'),
    ('2 for $10', '| f M#', 'nor what is multiplied'),
    ('Pack of 6 $12.99', '   M#', 'nor the size of a pack'),
    ('was $19.99', '{M#}', 'an old price is in braces'),
    ('de R$ 9,90 por R$ 5,90', '{M #} P M #', 'also in Portuguese'),
    ('Save $5 with coupon', ' | ', 'nor a saving'),
    ('$5 off $9', ' |  M#', 'nor what is off'),
    ('$5 + $3', 'M#  | ', 'nor what is added'),
    ('over $35', ' | ', 'nor what is to be reached'),
    ('$5.99 shipping', ' | ', 'nor shipping'),
    ('$5 coupon $9', '', 'a coupon between two amounts leaves nothing'),
    ('3 used from $9', '', 'nor does a used offer'),
    ('1.2E+03', '', 'nor an exponent'),
    (U&'12,- \20AC', '# M', 'a dash for no cents is left out'),
    ('LE PACK 5', 'w k #', 'a sign away from a number is a word'),
    ('$10k', '', 'a multiplied number leaves nothing'),
    ('$12-99', '', 'nor do cents behind a strange sign'),
    ('4 payments of $9', '#  | ', 'one installment is no price'),
    ('$9 List Price', ' | ', 'nor an old one in front of its word'),
    ('low from $9 to $5', 'w a M# t M#', 'a range stays'),
    ('dropped from $9 to $5', '| M#', 'a change ends at the price of now')
) as t (given, expected, description);

select * from finish();
rollback;

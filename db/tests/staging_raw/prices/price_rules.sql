begin;
set local search_path to extensions, public;
select plan(27);

select is(regexp_replace(regexp_replace((select staging_raw.price_rules(s.symbols) from staging_raw.price_symbols(t.given) as s), '[\uE000-\uE0FF]', 'M', 'g'), '[\uE100-\uE3FF]', '#', 'g'), t.expected, t.description)
from (values
    ('26 offers from $9.49', '   a M#', 'a count is no price'),
    ('$12.99 (#1)', 'M#  | ', 'a number in brackets is no price'),
    ('$5 -20%', 'M#  | ', 'a percentage is no price'),
    ('%20 5 TL', ' |  # M', 'also in Turkish'),
    ('12 x R$ 9,90', ' | ', 'an installment is no price'),
    ('$0.42 / Fl Oz', ' | ', 'a unit price is no price'),
    (U&'3,99 \20AC pro kg', ' | ', 'also in German'),
    ('2 for $10', '| f M#', 'a multiplied amount is no price'),
    ('Pack of 6 $12.99', '   M#', 'the size of a pack is no price'),
    ('was $19.99', '{M#}', 'an old price is in braces'),
    ('de R$ 9,90 por R$ 5,90', '{M #} P M #', 'also in Portuguese'),
    ('Save $5 with coupon', ' | ', 'a saving is no price'),
    ('$5 off $9', ' |  M#', 'an amount off is no price'),
    ('$5 + $3', 'M#  | ', 'a surcharge is no price'),
    ('over $35', ' | ', 'a minimum amount is no price'),
    ('$5.99 shipping', ' | ', 'shipping is no price'),
    ('$5 coupon $9', '', 'a coupon between two amounts leaves nothing'),
    ('3 used from $9', '', 'a used offer leaves nothing'),
    ('1.2E+03', '', 'an exponent leaves nothing'),
    (U&'12,- \20AC', '# M', 'a dash for no cents is removed'),
    ('LE PACK 5', 'w k #', 'a sign away from a number becomes a word'),
    ('$10k', '', 'a number with a multiplier leaves nothing'),
    ('$12-99', '', 'possible cents after a strange sign leave nothing'),
    ('4 payments of $9', '#  | ', 'a single installment is no price'),
    ('$9 List Price', ' | ', 'an old price before its word is no price'),
    ('low from $9 to $5', 'w a M# t M#', 'a range stays'),
    ('dropped from $9 to $5', '| M#', 'of a change the new price stays')
) as t (given, expected, description);

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
select plan(6);

create function pg_temp.measures(p_sign text, variadic p_texts text[])
returns table (text text, normalized text)
language sql
stable
as $$
    select t.text, m.normalized_value || coalesce(' / ' || m.numeric_value || ' / ' || m.unit, '')
    from unnest(p_texts) with ordinality as t (text, place)
    cross join lateral staging_raw.parse_measure(t.text, p_sign) as m
    order by t.place;
$$;

select results_eq(
    $$select * from pg_temp.measures('.', '1.1 Pounds', '17.6 oz', '0.4989516 kg', '250.0 Grams', '2 lb 3 oz', '7 kilograms and 200 grams')$$,
    $$values ('1.1 Pounds', '498.9516 g / 498.9516 / g'), ('17.6 oz', '498.9516 g / 498.9516 / g'), ('0.4989516 kg', '498.9516 g / 498.9516 / g'),
        ('250.0 Grams', '250 g / 250 / g'), ('2 lb 3 oz', '992.2333 g / 992.2333 / g'), ('7 kilograms and 200 grams', '7200 g / 7200 / g')$$,
    'weights are grams, and of two units one sum'
);
select results_eq(
    $$select * from pg_temp.measures('.', '14.2 Millimeters', '10"', '12 Fluid Ounces', '12 fl. oz', '1.5 L', 'up to 50 hours', '30-hours', '90 minutes',
        '400 Milliamp Hours', '65W', '220 volts', '2 years')$$,
    $$values ('14.2 Millimeters', '1.42 cm / 1.42 / cm'), ('10"', '25.4 cm / 25.4 / cm'), ('12 Fluid Ounces', '354.8824 ml / 354.8824 / ml'),
        ('12 fl. oz', '354.8824 ml / 354.8824 / ml'), ('1.5 L', '1500 ml / 1500 / ml'), ('up to 50 hours', '50 hours / 50 / hours'),
        ('30-hours', '30 hours / 30 / hours'), ('90 minutes', '1.5 hours / 1.5 / hours'), ('400 Milliamp Hours', '400 mAh / 400 / mAh'),
        ('65W', '65 W / 65 / W'), ('220 volts', '220 V / 220 / V'), ('2 years', '24 months / 24 / months')$$,
    'so are lengths, volumes, times, power and charge in their units'
);
select results_eq(
    $$select * from pg_temp.measures('.', 'Pack of 3', '200 Count', '3 pieces', '5.4')$$,
    $$values ('Pack of 3', '3 count / 3 / count'), ('200 Count', '200 count / 200 / count'), ('3 pieces', '3 count / 3 / count'), ('5.4', '5.4')$$,
    'counts are counts; a bare number has no unit'
);
select results_eq(
    $$select t.m, (staging_raw.parse_measure(t.m)).normalized_value, (staging_raw.parse_measure(t.m)).unit
        from unnest(array['6 x 4 x 2 inches', '6.5"D x 5.2"W x 3.1"H', '9.5x9.5x12 Centimeters', '9 x 9 cm', '3 x 4']) as t (m)$$,
    $$values ('6 x 4 x 2 inches', '15.2 x 10.2 x 5.1', 'cm'), ('6.5"D x 5.2"W x 3.1"H', '16.5 x 13.2 x 7.9', 'cm'),
        ('9.5x9.5x12 Centimeters', '9.5 x 9.5 x 12', 'cm'), ('9 x 9 cm', '9 x 9', 'cm'), ('3 x 4', '3 x 4', null)$$,
    'sides are centimetres with one decimal; without a unit the text stays'
);
select results_eq(
    $$select * from pg_temp.measures(',', '7,5 cm', '1.250 g', '1.250,5 g')$$,
    $$values ('7,5 cm', '7.5 cm / 7.5 / cm'), ('1.250 g', '1.250 g'), ('1.250,5 g', '1250.5 g / 1250.5 / g')$$,
    'the decimal sign of the shop is used, and what can be read in two ways stays a text'
);
select results_eq(
    $$select * from pg_temp.measures('.', '  Stainless   Steel ', 'Yes', '20 Hz - 20,000 Hz', '1 AAA batteries required.', '5 stones')$$,
    $$values ('  Stainless   Steel ', 'stainless steel'), ('Yes', 'yes'), ('20 Hz - 20,000 Hz', '20 hz - 20,000 hz'),
        ('1 AAA batteries required.', '1 aaa batteries required.'), ('5 stones', '5 stones')$$,
    'anything else is its text in lower case'
);

select * from finish();
rollback;

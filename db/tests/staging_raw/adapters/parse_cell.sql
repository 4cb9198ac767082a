begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(4);

select results_eq(
    $$
        select staging_raw.parse_cell(t.cell, true, '.')
        from unnest(array['1841', '1,841', '1.841', '1 841', U&'1\202F841', U&'1\2019841', '1,23,456', U&'\FF11\FF12']) with ordinality as t (cell, place)
        order by t.place
    $$,
    array[1841, 1841, 1841, 1841, 1841, 1841, 123456, 12]::numeric[], 'any sign groups thousands of a count'
);
select is_empty(
    $$select t.cell from unnest(array['12.5', '1,2', '1.841,5', '1,234.567', '-3', 'many', '1841a']) as t (cell) where staging_raw.parse_cell(t.cell, true, '.') is not null$$,
    'a fraction, mixed signs, a negative number and words are no count'
);
select results_eq(
    $$
        select staging_raw.parse_cell(t.cell, false, t.sign)
        from (
            values
                (1, '19.79', '.'), (2, '19,79', ','), (3, U&'16,95\00A0\20AC', ','), (4, '$1,016.49', '.'), (5, U&'1.016,49 \20AC', ','),
                (6, '5,02 %', ','), (7, U&'\FFE51,980', '.'), (8, '1.980', ',')
        ) as t (place, cell, sign)
        order by t.place
    $$,
    array[19.79, 19.79, 16.95, 1016.49, 1016.49, 5.02, 1980, 1980], 'prices and percentages are read by the decimal sign, with or without a currency'
);
select is(staging_raw.parse_cell('1.980', false, ''), null, 'without a decimal sign a number of two readings is none');

select * from finish();
rollback;

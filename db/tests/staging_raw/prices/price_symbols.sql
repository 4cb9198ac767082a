begin;
set local search_path to extensions, public;
select plan(13);

select is(regexp_replace(regexp_replace((select s.symbols from staging_raw.price_symbols(t.given) as s), '[\uE000-\uE0FF]', 'M', 'g'), '[\uE100-\uE3FF]', '#', 'g'), t.expected, t.description)
from (values
    ('$12.99', 'M#', 'a sign and an amount'),
    ('26 offers from $9.49', '# k a M#', 'words are their kind'),
    ('Rs.99 RATED', 'M# w', 'unknown ones are w'),
    (U&'List price: 1 299,00 z\0142', 'o: # M', 'phrases are one'),
    (U&'12,99\20ACkr', '#MM', 'signs need no blanks'),
    (U&'1,000\5186\304B\3089', '#MB', 'nor do Japanese words'),
    (U&'\0631.\0633.99', 'M#', 'an abbreviation keeps its points'),
    ('A B C', 'A w w', 'letters are words'),
    ('Preis,12', 'n#', 'a separator behind a word is none'),
    ('', '', 'nothing is nothing')
) as t (given, expected, description);

select is(
    (select s.amounts || s.currencies from staging_raw.price_symbols('$12.99 (EUR 47)') as s), array['12.99', '47', '$', 'EUR'],
    'amounts and currencies come beside'
);
select is(
    (select array_agg(ascii(m.match[1]) order by m.match[1]) from regexp_matches(
        (select s.symbols from staging_raw.price_symbols('$12.99 47 1,299') as s), '([\uE000-\uE3FF])', 'g'
    ) as m (match)),
    array[57345, 57601, 57859, 58114], 'symbols say which, and whether an amount has cents'
);
select is((select s.symbols from staging_raw.price_symbols(repeat('1 a ', 200)) as s), '', 'a text of too many numbers is none');

select * from finish();
rollback;

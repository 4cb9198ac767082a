begin;
set local search_path to extensions, public;
select plan(13);

select is(regexp_replace(regexp_replace((select s.symbols from staging_raw.price_symbols(t.given) as s), '[\uE000-\uE0FF]', 'M', 'g'), '[\uE100-\uE3FF]', '#', 'g'), t.expected, t.description)
from (values
    ('$12.99', 'M#', 'a sign and an amount'),
    ('26 offers from $9.49', '# k a M#', 'words become their kind'),
    ('Rs.99 RATED', 'M# w', 'unknown words become w'),
    (U&'List price: 1 299,00 z\0142', 'o: # M', 'phrases become one symbol'),
    (U&'12,99\20ACkr', '#MM', 'signs need no spaces'),
    (U&'1,000\5186\304B\3089', '#MB', 'Japanese words need no spaces'),
    (U&'\0631.\0633.99', 'M#', 'an abbreviation keeps its points'),
    ('A B C', 'A w w', 'letters are words'),
    ('Preis,12', 'n#', 'a separator after a word is not part of the number'),
    ('', '', 'an empty text has no symbols')
) as t (given, expected, description);

select is(
    (select s.amounts || s.currencies from staging_raw.price_symbols('$12.99 (EUR 47)') as s), array['12.99', '47', '$', 'EUR'],
    'amounts and currencies are returned as arrays'
);
select is(
    (select array_agg(ascii(m.match[1]) order by m.match[1]) from regexp_matches(
        (select s.symbols from staging_raw.price_symbols('$12.99 47 1,299') as s), '([\uE000-\uE3FF])', 'g'
    ) as m (match)),
    array[57345, 57601, 57859, 58114], 'symbols give their number, and whether an amount has cents'
);
select is((select s.symbols from staging_raw.price_symbols(repeat('1 a ', 200)) as s), '', 'a text with too many numbers is empty');

select * from finish();
rollback;

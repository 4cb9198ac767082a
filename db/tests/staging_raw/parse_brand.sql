begin;
set local search_path to extensions, public;
select plan(11);

select is(staging_raw.parse_brand(t.given), t.expected::text, t.description)
from (values
    ('Loop', 'Loop', 'a brand stays as it is'),
    ('Visit the AOSRAU Store', 'AOSRAU', 'the words of a store link go'),
    ('Brand: Amazon', 'Amazon', 'so does a label'),
    ('Marque : Bic', 'Bic', 'also in French'),
    ('Besuche den Anker-Store', 'Anker', 'and in German'),
    (U&'\30D6\30E9\30F3\30C9: \30BD\30CB\30FC', U&'\30BD\30CB\30FC', 'and in Japanese'),
    ('The Inukshuk Store', 'The Inukshuk Store', 'a brand may be called a store'),
    ('A:B', 'A:B', 'and have a colon'),
    (' Loop ', 'Loop', 'blanks round it go'),
    ('  ', null, 'blanks alone are null'),
    ('', null, 'an empty text is null')
) as t (given, expected, description);

select * from finish();
rollback;

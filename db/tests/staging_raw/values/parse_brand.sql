begin;
set local search_path to extensions, public;
select plan(19);

select is(staging_raw.parse_brand(t.given), t.expected::text, t.description)
from (values
    ('Lumen', 'Lumen', 'a brand stays as it is'),
    ('Visit the Plinth Store', 'Plinth', 'the words of a store link are removed'),
    ('VISIT THE Plinth STORE', 'Plinth', 'also in capital letters'),
    (U&'Visit the K\00FChl Store', U&'K\00FChl', 'also round a name that is not ASCII'),
    (U&'Plinth ma\011Fazas\0131n\0131 ziyaret edin', 'Plinth', 'also behind the name, in Turkish'),
    ('Plinth Home store''u ziyaret edin', 'Plinth Home', 'also in ASCII'),
    ('Visit Britain', 'Visit Britain', 'a brand may begin like a link'),
    ('Brand: Finch', 'Finch', 'a label is removed'),
    ('Marque : Zabel', 'Zabel', 'also in French'),
    ('Besuche den Vexel-Store', 'Vexel', 'and in German'),
    (U&'\30D6\30E9\30F3\30C9: \30BD\30CB\30FC', U&'\30BD\30CB\30FC', 'and in Japanese'),
    ('The Harbour Store', 'The Harbour Store', 'a brand may contain the word store'),
    ('A:B', 'A:B', 'a brand may contain a colon'),
    (' Lumen ', 'Lumen', 'spaces around it are removed'),
    (U&'\54C1\724C\FF1A\7D22\5C3C', U&'\7D22\5C3C', 'also in Chinese with its own colon'),
    ('N/A', null, 'a word for unknown is null'),
    ('  ', null, 'spaces alone are null'),
    ('', null, 'an empty text is null')
) as t (given, expected, description);

select is_empty(
    $$select p.phrase from staging_raw.phrases as p where p.kind = 'brand_link' and p.anchor ~ '[%_\\]' and p.anchor <> '%'$$,
    'every link begins with the name or with a whole word or character of its own, by which it is found'
);

select * from finish();
rollback;

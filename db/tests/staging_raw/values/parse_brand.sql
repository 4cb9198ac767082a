begin;
set local search_path to extensions, public;
select plan(13);

select is(staging_raw.parse_brand(t.given), t.expected::text, t.description)
from (values
    ('Lumen', 'Lumen', 'a brand stays as it is'),
    ('Visit the Plinth Store', 'Plinth', 'the words of a store link are removed'),
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

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
select plan(18);

select is(staging_raw.parse_helpful(t.words), t.expected::bigint, t.description)
from (values
    ('27 people found this helpful', 27, 'a number'),
    ('1,234 people found this helpful', 1234, 'thousands'),
    ('1.234 Personen fanden diese Informationen hilfreich', 1234, 'German thousands'),
    ('One person found this helpful', 1, 'one in English'),
    ('Eine Person fand diese Informationen hilfreich', 1, 'one in German'),
    ('Une personne a trouv' || U&'\00E9 cela utile', 1, 'one in French'),
    (U&'A una persona le result\00F3 \00FAtil', 1, 'one in Spanish'),
    (U&'A 27 personas les result\00F3 \00FAtil', 27, 'a number in Spanish'),
    ('Una persona ha trovato utile questa recensione', 1, 'one in Italian'),
    ('Uma pessoa achou isto ' || U&'\00FAtil', 1, 'one in Portuguese'),
    (U&'27\4EBA\306E\304A\5BA2\69D8\304C\3053\308C\304C\5F79\306B\7ACB\3063\305F\3068\8003\3048\3066\3044\307E\3059', 27, 'a number in Japanese'),
    ('0', 0, 'a bare zero'),
    ('449', 449, 'a bare number'),
    ('Helpful', null, 'no number'),
    ('One star', null, 'one of something else'),
    ('4.5', null, 'a fraction'),
    ('', null, 'an empty text'),
    (null, null, 'no text')
) as t (words, expected, description);

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
select plan(9);

insert into staging_raw.phrases (kind, language, match_type, meaning, phrase) values
    ('test', 'en', 'exact', 'whole', 'green tea'),
    ('test', 'en', 'contains', 'part', 'tea'),
    ('test', 'en', 'prefix', 'start', 'hot'),
    ('test', 'en', 'contains', 'in_stock', 'black tea'),
    ('test', 'ja', 'contains', 'letters', U&'\8336\8449');

select is(staging_raw.phrase_meaning('test', t.given), t.expected::text, t.description)
from (values
    ('Green tea.', 'whole', 'the whole text precedes its parts'),
    ('GREEN_TEA', 'whole', 'also in its normal form'),
    ('some tea here', 'part', 'a phrase may occur inside a text'),
    ('steam', null, 'only as whole words'),
    ('hot water', 'start', 'a prefix matches the beginning'),
    ('very hot water', null, 'and nowhere else'),
    ('no black tea', 'part', 'another meaning precedes "in stock"'),
    (U&'\7DD1\306E\8336\8449\3067', 'letters', 'in scripts without spaces characters are enough'),
    ('coffee', null, 'an unknown text is null')
) as t (given, expected, description);

select * from finish();
rollback;

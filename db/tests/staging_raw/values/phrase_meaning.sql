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
    ('Green tea.', 'whole', 'a whole text goes before its parts'),
    ('GREEN_TEA', 'whole', 'in its normal form too'),
    ('some tea here', 'part', 'a phrase may stand inside'),
    ('steam', null, 'but only as whole words'),
    ('hot water', 'start', 'a prefix begins the text'),
    ('very hot water', null, 'and stands nowhere else'),
    ('no black tea', 'part', 'what is no "in stock" goes first'),
    (U&'\7DD1\306E\8336\8449\3067', 'letters', 'where words are not parted, letters are enough'),
    ('coffee', null, 'what no phrase knows is null')
) as t (given, expected, description);

select * from finish();
rollback;

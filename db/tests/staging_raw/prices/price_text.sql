begin;
set local search_path to extensions, public;
select plan(13);

select is(staging_raw.price_text(t.given), t.expected, t.description)
from (values
    ('&#8377;1,299', U&'\20B91,299', 'entities are decoded'),
    ('&amp;pound;5', U&'\00A35', 'entities escaped twice are decoded'),
    ('<b class="x">$5</b>', ' $5 ', 'tags are removed'),
    (U&'\FF11\FF12\FF0C\FF19\FF19\FF19\5186', U&'12,999\5186', 'full-width digits are digits'),
    (U&'\0661\066C\0662\0669\0669\066B\0660\0660', U&'1''299\00B700', 'Arabic digits too, with a certain decimal sign'),
    (U&'\06F1\06F2', '12', 'Persian ones too'),
    (U&'\0967\0968', '12', 'Devanagari digits too'),
    (U&'12\2079\2079', U&'12\00B799', 'raised digits are cents'),
    (U&'12.99\00B9 5m\00B2', '12.99  5m ', 'other raised digits are notes'),
    (U&'1\202F299\00A0\20AC', U&'1 299 \20AC', 'all spaces become one kind'),
    (U&'1\200E2\FEFF', '12', 'zero-width marks are removed'),
    (U&'5\20137\FF5E9', '5-7~9', 'all dashes become one kind'),
    (U&'\00C9conomisez \00C0 PARTIR', 'Economisez A PARTIR', 'accents are removed')
) as t (given, expected, description);

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
\ir ../../support/prose.psql
set local role asinmart_owner;
select plan(5);

create function pg_temp.read(p_template text) returns text language sql as $$
    select string_agg(format('%s%s:%s', t.clause, left(t.kind, 1), t.token), ' ' order by t.place) from core.prose_tokens(pg_temp.answer(p_template)) as t
$$;
select is(
    pg_temp.read('{title:A} costs {price:A}, but {title:B} has twenty-one.'),
    '0s:title:A 0w:costs 0s:price:A 1b:, 2w:but 2s:title:B 2w:has 2w:twenty-one 3b:.', 'breaks and conjunctions begin a clause'
);
select is(pg_temp.read('It is less  expensive or MORE costly, more affordable.'), '0w:It 0w:is 0w:cheaper 1w:or 1w:dearer 2b:, 2w:cheaper 3b:.', 'two words that compare are one');
select results_eq(
    $$select t.word_kind, t.word_sign from core.prose_tokens(pg_temp.answer('Higher isn' || chr(8217) || 't twenty mugs')) as t order by t.place$$,
    $$values ('value', 1), ('negation', null), ('number', null), (null, null)$$, 'words have their kind, however they are written'
);
select results_eq(
    $$select t.token, t.is_absolute from core.prose_tokens(pg_temp.answer('{price_diff:A|abs} {price_diff:A}')) as t order by t.place$$,
    $$values ('price_diff:A', true), ('price_diff:A', false)$$, 'a slot without its sign is the same slot'
);
select is(pg_temp.read(E'{a}\u00e9t\u00e9 {'), E'0s:a 0w:\u00e9t\u00e9', 'letters with accents are letters');

select * from finish();
rollback;

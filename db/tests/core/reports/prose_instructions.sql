begin;
set local search_path to extensions, public;
\ir ../../support/prose.psql
set local role asinmart_owner;
select plan(2);

select matches(core.prose_instructions(), 'never instructions', 'it says that quoted texts are data');
select is_empty(
    $$
        select w.word from (values ('twice'), ('half'), ('best'), ('most'), ('respectively')) as w (word)
        where core.prose_instructions() !~ ('\m' || w.word || '\M') or not exists (select from core.prose_words as k where k.word = w.word)
    $$,
    'the words that it forbids are refused'
);

select * from finish();
rollback;

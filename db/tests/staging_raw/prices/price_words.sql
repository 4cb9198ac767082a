begin;
set local search_path to extensions, public;
select plan(3);

select is_empty(
    $$
        select word.name from staging_raw.price_words() as w cross join unnest(string_to_array(w.words, ' ')) as word (name)
        group by word.name having count(*) > 1
    $$,
    'a word has one kind'
);
select is_empty(
    $$select w.kind from staging_raw.price_words() as w where w.kind !~ '^[A-Za-z%]$' or w.kind = 'w'$$, 'a kind is a letter other than that of unknown words'
);
select is_empty(
    $$
        select word.name from staging_raw.price_words() as w cross join unnest(string_to_array(w.words, ' ')) as word (name)
        where word.name <> lower(word.name) or word.name = '' or word.name ~ '[\u00C0-\u024F]'
    $$,
    'words are in lower case, without accents'
);

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
select plan(2);

select is(staging_raw.price_kinds() ->> 'list price', 'o', 'a phrase has its kind');
select is(
    (select count(*)::integer from jsonb_object_keys(staging_raw.price_kinds())),
    (select sum(cardinality(string_to_array(w.words, ' ')))::integer from staging_raw.price_words() as w), 'all words are included'
);

select * from finish();
rollback;

-- The list of words about prices as one value, word to kind, so that it is a constant in the caller's plan.
create or replace function staging_raw.price_kinds()
returns jsonb
language sql
immutable
parallel safe
as $$
    select jsonb_object_agg(translate(word.name, '_', ' '), list.kind)
    from staging_raw.price_words() as list
    cross join unnest(string_to_array(list.words, ' ')) as word (name);
$$;
comment on function staging_raw.price_kinds() is 'Kind of each word about prices.';

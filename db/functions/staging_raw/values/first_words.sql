-- The words that phrases of a kind begin with, as the keys of one object. A statement over many items reads them once, by
-- (select staging_raw.first_words(...)): a query for each item would cost ten times as much as the look into the object.
create or replace function staging_raw.first_words(p_kind text)
returns jsonb
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(jsonb_object_agg(p.anchor, true), '{}') from staging_raw.phrases as p where p.kind = p_kind;
$$;
comment on function staging_raw.first_words(text) is 'Words that phrases of a kind begin with, as keys of an object.';

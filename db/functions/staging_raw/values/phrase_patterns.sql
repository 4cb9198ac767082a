-- The patterns of the phrases of a kind as one array, which a statement over many items reads once, as in
-- staging_raw.first_words.
create or replace function staging_raw.phrase_patterns(p_kind text)
returns text[]
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(array_agg(p.pattern order by p.phrase), '{}')
    from staging_raw.phrases as p
    where p.kind = p_kind and p.pattern is not null;
$$;
comment on function staging_raw.phrase_patterns(text) is 'Patterns of the phrases of a kind.';

-- Name of an attribute without differences of spelling: lower case, no punctuation, one space between words.
create or replace function staging_raw.fold_attribute(p_name text)
returns text
language sql
immutable
parallel safe
as $$
    select btrim(regexp_replace(lower(staging_raw.ascii_digits(p_name)), '[[:space:][:punct:]]+', ' ', 'g'));
$$;
comment on function staging_raw.fold_attribute(text) is 'Name of an attribute in lower case without punctuation.';

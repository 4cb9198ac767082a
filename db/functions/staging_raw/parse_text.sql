create or replace function staging_raw.parse_text(p_text text)
returns text
language sql
immutable
parallel safe
as $$
    select nullif(btrim(p_text, U&' \00A0\0009\000A\000D'), '');
$$;
comment on function staging_raw.parse_text(text) is 'Text without blanks round it; null when nothing is left.';

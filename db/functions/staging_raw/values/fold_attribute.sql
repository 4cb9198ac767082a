-- Name of an attribute without differences of spelling: lower case, no punctuation, one space between words. Replacements instead of
-- patterns: a pattern costs five times as much.
create or replace function staging_raw.fold_attribute(p_name text)
returns text
language plpgsql
immutable
strict
parallel safe
as $$
declare
    v_text text := translate(lower(staging_raw.ascii_digits(p_name)), E'_.,;:!?()[]{}"/|*+~''`&#@^<>=\\-\t\n\r', repeat(' ', 34));
begin
    while strpos(v_text, '  ') > 0 loop
        v_text := replace(v_text, '  ', ' ');
    end loop;
    return btrim(v_text);
end;
$$;
comment on function staging_raw.fold_attribute(text) is 'Name of an attribute in lower case without punctuation.';

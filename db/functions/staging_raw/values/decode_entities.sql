-- Decodes HTML entities: &#8377; and &#x20AC; for any character, and the named ones of entity_character. One pass: a
-- text that was escaped twice keeps one level. Unknown names and invalid code points stay unchanged. No SET clause: it
-- would double the cost of a call on the bulk path; everything here is qualified or in pg_catalog.
create or replace function staging_raw.decode_entities(p_text text)
returns text
language plpgsql
immutable
strict
parallel safe
as $$
begin
    if strpos(p_text, '&') = 0 or p_text !~ '&#?[A-Za-z0-9]{1,31};' then
        return p_text;
    end if;
    return (
        select string_agg(
            coalesce(
                staging_raw.entity_character(substring(part.match[1] from '^&(#?[A-Za-z0-9]{1,31});$')),
                part.match[1]
            ), '' order by part.position
        )
        from regexp_matches(p_text, '&#?[A-Za-z0-9]{1,31};|[^&]+|&', 'g') with ordinality as part (match, position)
    );
end;
$$;
comment on function staging_raw.decode_entities(text) is 'Text with its HTML entities decoded; unknown ones stay.';

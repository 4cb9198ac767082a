-- The brand of an item, as staging_raw.parse_brand reads it. A name in ASCII that no link matches is that name: no query is
-- needed. p_links are the patterns of brand_link, read once a statement. No SET clause: it must inline.
create or replace function staging_raw.plain_brand(
    p_text text,
    p_links text[]
)
returns text
language sql
stable
parallel safe
as $$
    select case
        when octet_length(p_text) = length(p_text) and strpos(p_text, ':') = 0 and p_text = btrim(p_text, E' \t\n\r')
            and not staging_raw.is_unknown(p_text) and not lower(p_text) like any (p_links)
            then p_text
        else staging_raw.parse_brand(p_text)
    end;
$$;
comment on function staging_raw.plain_brand(text, text[]) is 'Brand of an item, by staging_raw.parse_brand where it may be a link or means no value.';

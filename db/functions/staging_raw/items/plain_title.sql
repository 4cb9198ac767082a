-- The title of an item, as staging_raw.page_title reads it. An ASCII title whose first word begins no title of a failed page
-- is that of a product: no query is needed. p_words are the first words of such titles, read once a statement. A word that is no
-- plain word may have another normal form, and "Amazon" may stand before any title. No SET clause: it must inline.
create or replace function staging_raw.plain_title(
    p_title text,
    p_words jsonb
)
returns text
language sql
stable
parallel safe
as $$
    select case
        when octet_length(p_title) = length(p_title) and split_part(p_title, ' ', 1) ~ '^[A-Za-z]+$' and not lower(p_title) ^@ 'amazon'
            and not p_words ? lower(split_part(p_title, ' ', 1))
            then p_title
        else staging_raw.page_title(p_title)
    end;
$$;
comment on function staging_raw.plain_title(text, jsonb) is 'Title of an item, by staging_raw.page_title where it may be that of a failed page.';

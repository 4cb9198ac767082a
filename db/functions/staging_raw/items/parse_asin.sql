-- The ASIN of an item, else the one in its url. A JSON number is an ISBN-10 that lost its leading zeros. A malformed
-- text is returned unchanged: the check stage rejects it with a reason.
create or replace function staging_raw.parse_asin(p_asin jsonb, p_url text)
returns text
language sql
immutable
parallel safe
as $$
    select case
        when p_asin #>> '{}' ~ '^[A-Z0-9]{10}$' then p_asin #>> '{}'
        when jsonb_typeof(p_asin) = 'string' and p_asin <> '""' then staging_raw.clean_asin(p_asin #>> '{}', p_url)
        when jsonb_typeof(p_asin) = 'number'
            then lpad(p_asin #>> '{}', greatest(10, length(p_asin #>> '{}')), '0')
        else staging_raw.asin_from_url(p_url)
    end;
$$;
comment on function staging_raw.parse_asin(jsonb, text) is 'ASIN of an item from its own key, else from its url; null when neither has one.';

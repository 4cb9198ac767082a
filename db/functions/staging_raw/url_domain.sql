create or replace function staging_raw.url_domain(p_url text)
returns text
language sql
immutable
parallel safe
as $$
    select substring(p_url from '^[a-zA-Z]+://(?:www\.|smile\.|m\.)?([^/:?#]+)');
$$;
comment on function staging_raw.url_domain(text) is 'Host of a url without www; null for a relative one.';

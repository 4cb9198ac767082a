-- Most urls are https://www.amazon..., whose host is cut out by position; a pattern costs twenty times as much.
create or replace function staging_raw.url_domain(p_url text)
returns text
language sql
immutable
parallel safe
as $$
    select case
        when p_url ^@ 'https://www.amazon.com/' then 'amazon.com'
        when p_url ^@ 'https://www.amazon.' and translate(split_part(p_url, '/', 3), 'abcdefghijklmnopqrstuvwxyz.', '') = ''
            then substr(split_part(p_url, '/', 3), 5)
        -- A page of an archive or a proxy belongs to the shop whose address its url contains.
        when p_url !~* '^([a-z]+:)?(//)?[^/?#]*(amazon|amzn)\.' and p_url ~ '[/=F@]((www|WWW)\.)?amazon\.[a-z]'
            then substring(p_url from '[/=F@](?:(?:www|WWW)\.)?(amazon\.[a-z]{2,3}(?:\.[a-z]{2})?)(?=[/?:&%#]|$)')
        else lower(substring(
            p_url from '^(?:[a-zA-Z]+:)?(?://)?(?:[^/?#@]*@)?(?:(?:[wW]{3}|[sS][mM][iI][lL][eE]|[mM])\.)?([a-zA-Z0-9-]+(?:\.[a-zA-Z0-9-]+)+)(?=[/:?#]|$)'
        ))
    end;
$$;
comment on function staging_raw.url_domain(text) is 'Host of a url in lower case without www, also of one without a scheme; null for a relative one.';

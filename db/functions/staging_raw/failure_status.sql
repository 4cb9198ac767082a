-- Status of a fetch that failed, from the words of its error. Unknown words mean a parse error: nothing was learnt about the
-- product.
create or replace function staging_raw.failure_status(p_text text)
returns text
language sql
immutable
parallel safe
as $$
    select case
        when p_text ~* (
            'captcha|robot|something went wrong|\mbots?\M|automated access|blocked|access denied|forbidden|too many requests|rate.?limit'
            '|unusual traffic|\m(403|429|503)\M'
        ) then 'blocked'
        when p_text ~* (
            '\m(page|product|asin|item|listing)[ _](was |is |could )?not[ _](be )?found|^not[ _]?found|\m404\M|dog page'
            '|dogs of amazon|does not exist'
        ) then 'delisted'
        else 'parse_error'
    end;
$$;
comment on function staging_raw.failure_status(text) is 'blocked, delisted or parse_error, from an error text.';

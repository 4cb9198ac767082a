-- Status of a failed fetch, from the words and the HTTP code of its error. Unknown words mean a parse error: the page
-- gave no information about the product.
create or replace function staging_raw.failure_status(p_text text)
returns text
language sql
stable
parallel safe
as $$
    select case
        when words.meaning = 'blocked' or p_text ~ '\m(401|403|407|429|503)\M' then 'blocked'
        when words.meaning = 'delisted' or p_text ~ '\m(404|410)\M' then 'delisted'
        else 'parse_error'
    end
    from (select staging_raw.phrase_meaning('failure', p_text) as meaning) as words;
$$;
comment on function staging_raw.failure_status(text) is 'blocked, delisted or parse_error, from an error text.';

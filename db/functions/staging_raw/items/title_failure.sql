-- Failure that a page title shows: blocked for a CAPTCHA, an apology or only the shop's name, delisted for a missing
-- page, parse_error for a broken one; null for a product's title. Most titles are those of products and are decided
-- cheaply: by length above 100 characters, else by one lookup of the first word.
create or replace function staging_raw.title_failure(p_title text)
returns text
language plpgsql
stable
strict
parallel safe
as $$
declare
    v_title text;
    v_word text;
    v_meaning text;
begin
    if length(p_title) > 100 and p_title not like 'Amazon%' then
        return null;
    end if;
    if octet_length(p_title) = length(p_title) then
        -- Most titles begin with a word that no title of a failed page begins with.
        v_word := lower(rtrim(split_part(p_title, ' ', 1), '!.,:;'));
        perform from staging_raw.phrases as p where p.kind = 'title' and p.anchor = v_word;
        if not found and v_word ~ '^(?!amazon)[a-z]+$' then
            return null;
        end if;
    end if;
    v_title := staging_raw.normal_phrase(left(p_title, 200));
    if v_title like '%amazon%' then
        v_title := regexp_replace(
            v_title, '^(www )?amazon( (com|co))?( (ae|au|be|br|ca|cn|de|eg|es|fr|ie|in|it|jp|mx|nl|pl|sa|se|sg|tr|uk|za))?( |$)', ''
        );
        v_title := regexp_replace(v_title, '(^| )amazon( (com|co))?( (ae|au|be|br|ca|cn|de|eg|es|fr|ie|in|it|jp|mx|nl|pl|sa|se|sg|tr|uk|za))?$', '');
        -- Japanese and Chinese words follow the shop's name without a space.
        v_title := regexp_replace(v_title, U&'^amazon(co|com)?(jp|cn|tw|sg)?(?=[\3040-\30FF\4E00-\9FFF])', '');
        if v_title = '' then
            return 'blocked';
        end if;
    end if;
    if v_title in ('0', 'error 0', '0 error', 'http 0', 'http error 0') and p_title ~ '\m[45][0-9]{2}\M' then
        -- "404" is an error code, "1984" is a book.
        return case
            when p_title ~ '\m(?:401|403|407|429|503)\M' then 'blocked'
            when p_title ~ '\m(?:404|410)\M' then 'delisted'
            when p_title ~ '\m(?:400|408|500|502|504)\M' then 'parse_error'
        end;
    end if;
    v_word := split_part(v_title, ' ', 1);
    select p.meaning into v_meaning
    from staging_raw.phrases as p
    where p.kind = 'title'
        and p.anchor = case when v_word ~ U&'^[\3040-\30FF\4E00-\9FFF]' then left(v_word, 1) else v_word end
        and (p.phrase = v_title or (p.match_type = 'prefix' and starts_with(v_title, p.phrase)))
    limit 1;
    return v_meaning;
end;
$$;
comment on function staging_raw.title_failure(text) is 'blocked, delisted or parse_error, from the title of a failed page; null for a product''s title.';

-- Status of a product page. A page without price, rating and rank whose title is missing, or is that of a CAPTCHA or
-- error page, is a failed fetch. p_text is the text in place of a price.
create or replace function staging_raw.page_status(
    p_price numeric,
    p_rating numeric,
    p_bsr bigint,
    p_title text,
    p_text text
)
returns text
language sql
stable
parallel safe
as $$
    select case
        when p_price is not null then 'ok'
        when p_rating is null and p_bsr is null and (p_title is null or staging_raw.title_failure(p_title) is not null)
            then coalesce(staging_raw.title_failure(p_title), 'parse_error')
        else staging_raw.offer_status(p_price, p_text)
    end;
$$;
comment on function staging_raw.page_status(numeric, numeric, bigint, text, text) is 'Observation status of a product page.';

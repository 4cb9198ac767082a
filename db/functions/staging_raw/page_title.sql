create or replace function staging_raw.page_title(p_title text)
returns text
language sql
immutable
parallel safe
as $$
    select case
        when p_title like 'Robot Check%'
            or p_title like 'Sorry! Something went wrong%'
            or p_title like '%Page Not Found%' then null
        else p_title
    end;
$$;
comment on function staging_raw.page_title(text) is 'Title of a product page; null when it is that of a CAPTCHA or error page.';

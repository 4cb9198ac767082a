create or replace function staging_raw.page_title(p_title text)
returns text
language sql
stable
parallel safe
as $$
    select case when staging_raw.title_failure(p_title) is null then p_title end;
$$;
comment on function staging_raw.page_title(text) is 'Title of a product page; null for the title of a CAPTCHA or error page, or only the shop''s name.';

-- Control characters, which XML forbids, become spaces. Characters that change the direction of the text after them are left out: a
-- title is a stranger's text, and the page isolates it anyway.
create or replace function api.report_html_escape(p_text text)
returns text
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select replace(replace(replace(replace(replace(
        regexp_replace(regexp_replace(p_text, E'[\u202a-\u202e\u2066-\u2069\ufffe\uffff]', '', 'g'), E'[\x01-\x1f\x7f-\u009f]+', ' ', 'g'),
        '&', '&amp;'
    ), '<', '&lt;'), '>', '&gt;'), '"', '&quot;'), '''', '&#39;');
$$;
comment on function api.report_html_escape(text) is 'A text for HTML, between tags or in a quoted attribute; null stays null.';
grant execute on function api.report_html_escape(text) to asinmart_api;

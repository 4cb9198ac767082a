-- Also what GitHub links by itself: addresses with :// or www. and e-mail addresses. The result stands inside a line: signs that mean
-- something at the start of one stay.
create or replace function api.report_markdown_escape(p_text text)
returns text
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select regexp_replace(
        regexp_replace(
            regexp_replace(
                regexp_replace(regexp_replace(p_text, E'[\u202a-\u202e\u2066-\u2069\ufffe\uffff]', '', 'g'), E'[\x01-\x1f\x7f-\u009f]+', ' ', 'g'),
                '([][\\`*_<#|~$@]|&(?=[#A-Za-z0-9]+;))', '\\\1', 'g'
            ),
            '://', ':\\//', 'g'
        ),
        '\m(www)\.', '\1\\.', 'gi'
    );
$$;
comment on function api.report_markdown_escape(text) is 'A text for a line or a table cell of Markdown; null stays null.';
grant execute on function api.report_markdown_escape(text) to asinmart_api;

-- Every word must occur, at least as the beginning of a word; punctuation separates words. Raises AM422 when there is
-- no word.
create or replace function api.search_words(p_query text)
returns tsquery
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_words text := (
        select string_agg('''' || replace(replace(w.lexeme, '\', '\\'), '''', '''''') || ''':*', ' & ')
        from unnest(to_tsvector('simple', translate(p_query, '-_/.,:;@&()[]{}!?"+*=<>|\~^%#$`', repeat(' ', 31)))) as w
    );
begin
    if v_words is null then
        raise exception 'no word to search for in q'
            using errcode = 'AM422', hint = 'Give q words of a title, a brand, a category, or the beginning of an ASIN.';
    end if;
    return v_words::tsquery;
end;
$$;
comment on function api.search_words(text) is 'Text search query for a user''s input: all words, each matched by prefix.';
grant execute on function api.search_words(text) to asinmart_api;

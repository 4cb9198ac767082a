-- Turn a filter of search queries into the predicate of a jsonpath, to be matched with a query as a JSON string. A word or a quoted
-- phrase must occur in the query, whatever its case and wherever it stands. Two side by side must both occur, as with AND. NOT (or !)
-- binds closer than AND, AND closer than OR; parentheses group. Operators are in capitals: small ones are words.
-- A word is only ever the text of a literal with the flag q, so it has no meaning of its own in the path.
-- Raises AM422, with the place, for a text that is no such filter, has more than 500 characters.
create or replace function api.query_filter(p_filter text)
returns jsonpath
language plpgsql
immutable
strict
set search_path = pg_catalog, pg_temp
as $$
declare
    v_rest text := p_filter;
    v_at integer := 1;  -- place of the token, counted from 1
    v_token text;
    v_path text := '';
    v_open integer[] := array[]::integer[];  -- places of the parentheses that are open
    v_is_negated boolean := false;
    v_wants_word boolean := true;
    v_fault text;
begin
    if length(p_filter) > 500 then
        raise exception 'the filter has % characters, more than 500', length(p_filter)
            using errcode = 'AM422', hint = 'Filter for fewer words.';
    end if;
    loop
        v_token := substring(v_rest from '^\s+');
        v_rest := substr(v_rest, coalesce(length(v_token), 0) + 1);
        v_at := v_at + coalesce(length(v_token), 0);
        exit when v_rest = '';
        v_token := substring(v_rest from '^(?:"[^"]*"|[()!]|"|[^\s()!"]+)');

        if v_token in ('AND', 'OR', ')') then
            if v_wants_word then
                v_fault := format('a word is missing before %s', v_token);
            elsif v_token = ')' and v_open = '{}' then
                v_fault := 'this ) closes no (';
            elsif v_token = ')' then
                v_path := v_path || ')';
                v_open := trim_array(v_open, 1);
            else
                v_path := v_path || case v_token when 'AND' then ' && ' else ' || ' end;
                v_wants_word := true;
            end if;
        else
            if not v_wants_word then
                v_path := v_path || ' && ';
                v_wants_word := true;
            end if;
            if v_token in ('NOT', '!') then
                v_is_negated := not v_is_negated;
            elsif v_token = '"' then
                v_fault := 'this quote is not closed';
            elsif v_token ~ '^"\s*"$' then
                v_fault := 'there is nothing between the quotes';
            else
                v_path := v_path || case when v_is_negated then '!' else '' end || '(';
                v_is_negated := false;
                if v_token = '(' then
                    v_open := v_open || v_at;
                else
                    v_path := format('%s$ like_regex %s flag "iq")', v_path, to_json(trim(v_token, '"'))::text);
                    v_wants_word := false;
                end if;
            end if;
        end if;
        exit when v_fault is not null;
        v_rest := substr(v_rest, length(v_token) + 1);
        v_at := v_at + length(v_token);
    end loop;

    if v_fault is null and v_wants_word then
        v_fault := 'a word is missing at the end';
    elsif v_fault is null and v_open <> '{}' then
        v_at := v_open[cardinality(v_open)];
        v_fault := 'this ( is not closed';
    end if;
    if v_fault is not null then
        raise exception 'the filter is wrong at character %: %', v_at, v_fault
            using errcode = 'AM422',
            hint = 'Write words and "phrases in quotes" with AND, OR, NOT (or !) and parentheses, like: vitamin AND "d3 drops" AND !kids.';
    end if;
    return v_path::jsonpath;
end;
$$;
comment on function api.query_filter(text) is 'A filter of search queries, as a condition of a JSON string.';
grant execute on function api.query_filter(text) to asinmart_api;

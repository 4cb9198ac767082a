create or replace function api.report_short_text(
    p_text text,
    p_length integer
)
returns text
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select case
        when length(p_text) <= p_length then p_text
        -- At the last space, unless that would leave less than two thirds.
        else regexp_replace(
            coalesce(
                substring(left(p_text, p_length) from '^(.{' || p_length * 2 / 3 || ',})[\s,;:/|-]+\S*$'), left(p_text, p_length - 1)
            ),
            '[\s,;:/|([-]+$', ''
        ) || chr(8230)
    end;
$$;
comment on function api.report_short_text(text, integer) is 'A text of at most that many characters, cut at a word, with an ellipsis where something is missing.';
grant execute on function api.report_short_text(text, integer) to asinmart_api;

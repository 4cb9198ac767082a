-- JSON that somebody else wrote, or null where it is none that PostgreSQL can store: too deep or with a character that it has not.
create or replace function core.json_or_null(p_text text)
returns jsonb
language plpgsql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
begin
    return p_text::jsonb;
exception when data_exception or program_limit_exceeded or statement_too_complex then
    return null;
end;
$$;
comment on function core.json_or_null(text) is 'A text as JSON; null when it is none.';

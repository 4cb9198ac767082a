-- A day from a bare ISO date; null for anything else, including 31 February and instants.
create or replace function staging_raw.parse_day(p_text text)
returns date
language plpgsql
immutable
strict
parallel safe
as $$
declare
    v_day integer;
begin
    if p_text !~ '^[12][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$' then
        return null;
    end if;
    v_day := substr(p_text, 9, 2)::integer;
    if v_day > 28 and v_day > extract(day from (left(p_text, 8) || '01')::date + interval '1 month' - interval '1 day') then
        return null;
    end if;
    return p_text::date;
end;
$$;
comment on function staging_raw.parse_day(text) is 'Day from a bare ISO date; null for anything else.';

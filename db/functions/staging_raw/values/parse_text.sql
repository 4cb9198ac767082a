create or replace function staging_raw.parse_text(p_text text)
returns text
language sql
immutable
parallel safe
as $$
    select case when not staging_raw.is_unknown(p_text) then btrim(
        case when strpos(p_text, '&') > 0 then staging_raw.decode_entities(p_text) else p_text end, U&' \00A0\3000\0009\000A\000D'
    ) end;
$$;
comment on function staging_raw.parse_text(text) is 'Text without spaces around it; null when it is empty or means "unknown".';

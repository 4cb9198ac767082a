-- Breadcrumbs as one text "A > B > C", from a text with > or U+203A as separator, or an array of names or of {name}.
create or replace function staging_raw.parse_path(p_path jsonb)
returns text
language plpgsql
immutable
strict
parallel safe
as $$
declare
    v_text text;
begin
    case jsonb_typeof(p_path)
        when 'string' then
            v_text := p_path #>> '{}';
            if v_text ~ U&'\203A|[^ ]>|>[^ ]|^[ >]|[ >]$' then
                v_text := btrim(regexp_replace(v_text, U&'[[:space:]\00A0]*[>\203A][[:space:]\00A0]*', ' > ', 'g'), ' >');
            end if;
        when 'array' then
            select string_agg(btrim(n.name), ' > ' order by e.place)
            into v_text
            from jsonb_array_elements(p_path) with ordinality as e (step, place)
            cross join lateral (
                select case jsonb_typeof(e.step) when 'string' then e.step #>> '{}' else e.step ->> 'name' end
            ) as n (name)
            where n.name <> '';
        else
            return null;
    end case;
    return nullif(v_text, '');
end;
$$;
comment on function staging_raw.parse_path(jsonb) is 'Category path with " > " between its steps; null without one.';

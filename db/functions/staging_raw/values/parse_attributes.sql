-- One object of attribute names and values, from an array of {key, value} or {name, value} or from an object. Of a
-- repeated name the last value is kept. A loop over the elements of one array instead of a query: it is on the bulk
-- path, and a query inside costs twice as much.
create or replace function staging_raw.parse_attributes(p_attributes jsonb)
returns jsonb
language plpgsql
immutable
strict
parallel safe
as $$
declare
    v_pair jsonb;
    v_name text;
    v_value text;
    v_names text[] := array[]::text[];
    v_values text[] := array[]::text[];
begin
    if jsonb_typeof(p_attributes) = 'object' then
        return nullif(p_attributes, '{}');
    elsif jsonb_typeof(p_attributes) <> 'array' then
        return null;
    end if;
    for v_place in 0 .. jsonb_array_length(p_attributes) - 1 loop
        v_pair := p_attributes -> v_place;
        v_name := btrim(coalesce(v_pair ->> 'key', v_pair ->> 'name'));
        v_value := v_pair ->> 'value';
        if v_name <> '' and v_value is not null then
            v_names := v_names || v_name;
            v_values := v_values || v_value;
        end if;
    end loop;
    return nullif(jsonb_object(v_names, v_values), '{}');
end;
$$;
comment on function staging_raw.parse_attributes(jsonb) is 'Attribute names and values as one object of texts; null without any.';

-- A payload with some members of the object or elements of the array at p_path set to null, by their places from 1. Keys and places of
-- the others stay, so that an adapter reads the same shape.
create or replace function staging_raw.blank_parts(
    p_item jsonb,
    p_path text[],
    p_first integer,
    p_last integer
)
returns jsonb
language plpgsql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
    v_part jsonb := p_item #> p_path;
begin
    if jsonb_typeof(v_part) = 'object' then
        v_part := v_part || coalesce((
            select jsonb_object_agg(k.key, null)
            from jsonb_object_keys(v_part) with ordinality as k (key, place)
            where k.place between p_first and p_last
        ), '{}');
    elsif jsonb_typeof(v_part) = 'array' then
        v_part := (
            select jsonb_agg(case when e.place between p_first and p_last then 'null' else e.value end order by e.place)
            from jsonb_array_elements(v_part) with ordinality as e (value, place)
        );
    end if;
    return case when cardinality(p_path) = 0 then v_part else jsonb_set(p_item, p_path, v_part) end;
end;
$$;
comment on function staging_raw.blank_parts(jsonb, text[], integer, integer) is 'A payload with some of its parts set to null.';

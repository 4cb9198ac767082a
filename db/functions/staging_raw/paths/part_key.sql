-- The key of the member, or the index of the element, at a place from 1 of an object or array.
create or replace function staging_raw.part_key(
    p_part jsonb,
    p_place integer
)
returns text
language sql
immutable
parallel safe
as $$
    select case jsonb_typeof(p_part)
        when 'object' then (
            select k.key from jsonb_object_keys(p_part) with ordinality as k (key, place) where k.place = p_place
        )
        when 'array' then (p_place - 1)::text
    end;
$$;
comment on function staging_raw.part_key(jsonb, integer) is 'Key or index of a part of a JSON object or array.';

-- How many members or elements an object or array has; 0 for other values.
create or replace function staging_raw.part_count(p_part jsonb)
returns integer
language sql
immutable
parallel safe
as $$
    select case jsonb_typeof(p_part)
        when 'object' then (select count(*)::integer from jsonb_object_keys(p_part))
        when 'array' then jsonb_array_length(p_part)
        else 0
    end;
$$;
comment on function staging_raw.part_count(jsonb) is 'Number of members or elements of a JSON value.';

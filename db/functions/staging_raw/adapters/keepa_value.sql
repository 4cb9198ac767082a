create or replace function staging_raw.keepa_value(p_value jsonb)
returns numeric
language sql
immutable
parallel safe
as $$
    select case when jsonb_typeof(p_value) = 'number' and p_value::numeric > 0 then p_value::numeric end;
$$;
comment on function staging_raw.keepa_value(jsonb) is 'Number of a Keepa slot; null for 0, and for -1 and -2, which mean no value.';

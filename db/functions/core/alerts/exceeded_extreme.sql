-- Returns the extreme of a window that a value exceeds. No SET clause: it must inline.
create or replace function core.exceeded_extreme(
    p_value numeric,
    p_low numeric,
    p_high numeric
)
returns numeric
language sql
immutable
as $$
    select case when p_value < p_low then p_low when p_value > p_high then p_high end;
$$;
comment on function core.exceeded_extreme(numeric, numeric, numeric) is 'The low or high that a value exceeds; null when it exceeds neither or one is unknown.';

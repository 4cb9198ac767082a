-- Returns whether a value differs from another by more than a percentage of it and by at least an amount; null when one
-- is unknown. No SET clause: it must inline.
create or replace function core.exceeds_thresholds(
    p_new numeric,
    p_old numeric,
    p_pct numeric,
    p_change numeric
)
returns boolean
language sql
immutable
as $$
    select p_new <> p_old and abs(p_new - p_old) >= p_change and abs(p_new - p_old) * 100 > p_pct * p_old;
$$;
comment on function core.exceeds_thresholds(numeric, numeric, numeric, numeric) is 'Whether a value changed by more than a percentage and by at least an amount.';

-- Returns whether one of two prices is at least p_factor times the other; null when one is unknown or 0. No SET clause:
-- it must inline.
create or replace function core.is_implausible(
    p_price numeric,
    p_other numeric,
    p_factor numeric
)
returns boolean
language sql
immutable
as $$
    select case when p_price > 0 and p_other > 0 then greatest(p_price, p_other) >= p_factor * least(p_price, p_other) end;
$$;
comment on function core.is_implausible(numeric, numeric, numeric) is 'Whether two prices are so far apart that one may be wrong.';

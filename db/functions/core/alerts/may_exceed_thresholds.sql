-- Returns whether a value may differ from an average by more than core.exceeds_thresholds allows, in quick arithmetic: true
-- for each value that does, and for few others. The average is that of p_sum and p_days before it is rounded, which
-- changes it by less than 0.01. No SET clause: it must inline.
create or replace function core.may_exceed_thresholds(
    p_value double precision,
    p_sum double precision,
    p_days double precision,
    p_pct double precision,
    p_change double precision
)
returns boolean
language sql
immutable
as $$
    select p_days > 0
        and abs(p_value * p_days - p_sum) + 0.01 * p_days >= p_change * p_days
        and (abs(p_value * p_days - p_sum) + 0.01 * p_days) * 100 >= p_pct * p_sum;
$$;
comment on function core.may_exceed_thresholds(double precision, double precision, double precision, double precision, double precision)
    is 'Whether a value may differ from the average of a window by more than a percentage and by at least an amount.';

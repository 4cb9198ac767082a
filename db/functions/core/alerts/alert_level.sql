-- Returns the direction of an alert and whether its change is at least three times the threshold, from the alert's
-- details. No SET clause: it must inline.
create or replace function core.alert_level(p_details jsonb)
returns text
language sql
immutable
as $$
    select (p_details ->> 'direction') || case when p_details ? 'is_threefold' then ' threefold' else '' end;
$$;
comment on function core.alert_level(jsonb) is 'Direction of an alert, and whether its change is three times the threshold.';

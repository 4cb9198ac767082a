-- What an alert with these details tells of thresholds: the direction, and whether it is three times as far. No SET clause: it must
-- inline.
create or replace function core.alert_level(p_details jsonb)
returns text
language sql
immutable
as $$
    select (p_details ->> 'direction') || case when p_details ? 'is_threefold' then ' threefold' else '' end;
$$;
comment on function core.alert_level(jsonb) is 'Direction and reach of the move that an alert tells.';

-- Direction of an alert with these details, and whether its change is three times the threshold. No SET clause: it must
-- inline.
create or replace function core.alert_level(p_details jsonb)
returns text
language sql
immutable
as $$
    select (p_details ->> 'direction') || case when p_details ? 'is_threefold' then ' threefold' else '' end;
$$;
comment on function core.alert_level(jsonb) is 'Direction of an alert, and whether it is three times the threshold.';

-- Logarithms as what people read: a level as itself, a change in percent. Stars stay stars.
create or replace function core.effect_value(
    p_value numeric,
    p_is_log boolean,
    p_is_change boolean
)
returns numeric
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    select case
        when p_value is null then null
        when not p_is_log then round(p_value, 3)
        when p_is_change then round((exp(least(p_value, 20)) - 1) * 100, 2)
        else round(exp(p_value), 2)
    end;
$$;
comment on function core.effect_value(numeric, boolean, boolean) is 'A mean or a change of core.action_changes as people read it: a level, percent or stars.';

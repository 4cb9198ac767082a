-- The thresholds of the rules as one object, read once for many products.
create or replace function core.recommendation_limits()
returns jsonb
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_object_agg(substr(s.name, length('recommendation_') + 1), s.value::numeric)
    from ops.settings as s
    where s.name ~ '^recommendation_';
$$;
comment on function core.recommendation_limits() is 'Thresholds of the recommendation rules by name: the settings recommendation_..., without that prefix.';

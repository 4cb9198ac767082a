-- A row of a sheet or export with column names of its own. staging_raw.adapt_statement has already renamed them
-- (staging_raw.rename_columns) before it reads shop, currency and time, so the item has the plain form here.
create or replace function staging_raw.from_named_columns(
    p_payload jsonb,
    p_decimal_sign text default ''
)
returns setof staging_raw.observation
language sql
stable
parallel safe
as $$
    select o.* from staging_raw.from_observation(p_payload, p_decimal_sign) as o;
$$;
comment on function staging_raw.from_named_columns(jsonb, text) is 'Standard row of an item whose columns ops.column_names has renamed.';

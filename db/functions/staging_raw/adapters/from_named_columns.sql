-- A row of a sheet or export that names its columns its own way. staging_raw.adapt_statement has renamed them by then
-- (staging_raw.rename_columns), so that shop, currency and time are asked of our names too: it is an item in the plain form.
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
comment on function staging_raw.from_named_columns(jsonb, text) is 'Standard row of a row whose columns ops.column_names has translated.';

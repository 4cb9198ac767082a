create or replace function ops.stage_ms(
    p_stage text,
    p_since timestamptz
)
returns jsonb
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object(p_stage, round(extract(epoch from clock_timestamp() - p_since) * 1000, 1));
$$;
comment on function ops.stage_ms(text, timestamptz) is 'One stage and the milliseconds it took, as {"stage": ms}.';

-- p_calls is a list of [tenant_id, seconds since 1970, subject, key_prefix, endpoint, status, latency_ms, byte_count,
-- is_cache_hit], for many tenants at once. Arrays instead of objects: keys would be most of the text. json, not jsonb:
-- it is read only once.
create or replace function api.log_calls(p_calls json)
returns bigint
language plpgsql
volatile
security definer  -- a batch holds calls of many tenants, while asinmart_api acts for one at a time
set search_path = pg_catalog, pg_temp
as $$
declare
    v_row_count bigint;
begin
    insert into app.api_usage_logs (
        tenant_id, called_at, subject, key_prefix, endpoint, status, latency_ms, byte_count, is_cache_hit
    )
    select
        (c ->> 0)::uuid, to_timestamp((c ->> 1)::float8), c ->> 2, c ->> 3, c ->> 4, (c ->> 5)::smallint, (c ->> 6)::real,
        (c ->> 7)::integer, (c ->> 8)::boolean
    from json_array_elements(p_calls) as c;
    get diagnostics v_row_count = row_count;
    return v_row_count;
end;
$$;
comment on function api.log_calls(json) is 'Writes calls of the REST API to app.api_usage_logs and returns their number.';
grant execute on function api.log_calls(json) to asinmart_api;

-- Accurate to 15 minutes: a busy key is written four times an hour, not at every call. Returns the number of rows
-- written.
create or replace function app.note_api_key_use(
    p_ids bigint[],
    p_now timestamptz default now()
)
returns bigint
language plpgsql
volatile
security definer  -- asinmart_api may not write app.api_keys
set search_path = pg_catalog, pg_temp
as $$
declare
    v_row_count bigint;
begin
    update app.api_keys as k
    set last_used_at = p_now
    where k.id = any (p_ids)
        and (k.last_used_at is null or k.last_used_at <= p_now - interval '15 minutes');
    get diagnostics v_row_count = row_count;
    return v_row_count;
end;
$$;
comment on function app.note_api_key_use(bigint[], timestamptz) is 'Records that keys of the REST API were used, at most every 15 minutes.';
grant execute on function app.note_api_key_use(bigint[], timestamptz) to asinmart_api;

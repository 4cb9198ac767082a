-- Returns whether the key was valid until now; revoking it again changes nothing. Caches of keys are notified at
-- commit. Raises AM404 when the key does not exist.
create or replace function app.revoke_api_key(
    p_id bigint,
    p_now timestamptz default now()
)
returns boolean
language plpgsql
volatile
security definer  -- asinmart_admin revokes keys but owns nothing
set search_path = pg_catalog, pg_temp
as $$
begin
    update app.api_keys as k set revoked_at = p_now where k.id = p_id and k.revoked_at is null;
    if found then
        return true;
    end if;
    if not exists (select from app.api_keys as k where k.id = p_id) then
        raise exception 'there is no API key %', p_id
            using errcode = 'AM404', hint = 'Look the id up in app.api_keys, by name or key_prefix.';
    end if;
    return false;
end;
$$;
comment on function app.revoke_api_key(bigint, timestamptz) is 'Revokes a key of the REST API; true when it was not revoked before.';
grant execute on function app.revoke_api_key(bigint, timestamptz) to asinmart_admin;

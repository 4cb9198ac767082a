-- Returns no row when the key does not exist, is revoked or expired, or its tenant is not active: the caller need not
-- know which.
create or replace function app.find_api_key(
    p_key_hash bytea,
    p_now timestamptz default now()
)
returns table (
    id bigint,
    tenant_id uuid,
    key_type text,
    key_prefix text,
    role text,
    scopes text[],
    tier text,
    expires_at timestamptz
)
language plpgsql
stable
security definer  -- the caller has no tenant yet and may not read app.api_keys
set search_path = pg_catalog, pg_temp
as $$
begin
    return query
    select k.id, k.tenant_id, k.key_type, k.key_prefix, k.role, k.scopes, coalesce(k.tier, t.tier), k.expires_at
    from app.api_keys as k
    inner join app.tenants as t on t.tenant_id = k.tenant_id
    where k.key_hash = p_key_hash
        and k.revoked_at is null
        and (k.expires_at is null or k.expires_at > p_now)
        and t.is_active;
end;
$$;
comment on function app.find_api_key(bytea, timestamptz) is 'Tenant and permissions of a key of the REST API, by its SHA-256; no row when it is not valid.';
grant execute on function app.find_api_key(bytea, timestamptz) to asinmart_api;

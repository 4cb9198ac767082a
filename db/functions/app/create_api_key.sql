-- Returns the key, which cannot be read again: the table keeps a hash. The key has 244 random bits, from two UUIDs.
-- Raises AM404 when the tenant or its user does not exist, AM422 when type, role, scopes and expiry do not fit
-- together.
create or replace function app.create_api_key(
    p_tenant_id uuid,
    p_name text,
    p_key_type text default 'secret',
    p_role text default 'viewer',
    p_scopes text[] default '{}',
    p_expires_at timestamptz default null,
    p_tier text default null,
    p_user_id bigint default null
)
returns text
language plpgsql
volatile
security definer  -- asinmart_admin creates keys but owns nothing
set search_path = pg_catalog, pg_temp
as $$
declare
    v_key text := left(p_key_type, 1) || 'k_'
        || encode(sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())), 'hex');
begin
    insert into app.api_keys (
        tenant_id, name, key_type, key_prefix, key_hash, role, scopes, tier, created_by_user_id, expires_at
    )
    values (
        p_tenant_id, p_name, p_key_type, left(v_key, 11), sha256(convert_to(v_key, 'UTF8')), p_role, p_scopes, p_tier,
        p_user_id, p_expires_at
    );
    return v_key;
exception
    when foreign_key_violation then
        raise exception 'there is no tenant %, or no user % of it', p_tenant_id, p_user_id
            using errcode = 'AM404', hint = 'See app.tenants and app.users.';
    when check_violation or not_null_violation then
        raise exception 'an API key cannot have type %, role %, tier %, scopes % and end %', p_key_type, p_role, p_tier, p_scopes, p_expires_at
            using errcode = 'AM422', hint = 'Public keys are viewers, secret keys viewers or operators, admin keys have any role; the end must be in the future.';
end;
$$;
comment on function app.create_api_key(uuid, text, text, text, text[], timestamptz, text, bigint) is 'Creates a key of the REST API and returns it; it cannot be read again.';
grant execute on function app.create_api_key(uuid, text, text, text, text[], timestamptz, text, bigint) to asinmart_admin;

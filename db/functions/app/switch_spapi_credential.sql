-- Raises AM404 when none is stored.
create or replace function app.switch_spapi_credential(
    p_tenant_id uuid,
    p_region text,
    p_is_active boolean
)
returns void
language plpgsql
volatile
security definer  -- asinmart_admin switches credentials but owns nothing
set search_path = pg_catalog, pg_temp
as $$
begin
    update app.spapi_credentials as c
    set is_active = coalesce(p_is_active, false)
    where c.tenant_id = p_tenant_id and c.region = p_region;
    if not found then
        raise exception 'tenant % has no credential of region %', p_tenant_id, left(p_region, 20)
            using errcode = 'AM404', hint = 'See app.spapi_credentials.';
    end if;
end;
$$;
comment on function app.switch_spapi_credential(uuid, text, boolean) is 'Switches the credential of a seller account off, so that nothing is asked with it, or on again.';
grant execute on function app.switch_spapi_credential(uuid, text, boolean) to asinmart_admin;

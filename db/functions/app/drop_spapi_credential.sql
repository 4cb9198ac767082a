-- Delete a credential with its secrets; the ledger of requests stays. Raises AM404 when none is stored.
create or replace function app.drop_spapi_credential(
    p_tenant_id uuid,
    p_region text
)
returns void
language plpgsql
volatile
security definer  -- asinmart_admin deletes credentials but owns nothing
set search_path = pg_catalog, pg_temp
as $$
begin
    delete from app.spapi_credentials as c where c.tenant_id = p_tenant_id and c.region = p_region;
    if not found then
        raise exception 'tenant % has no credential of region %', p_tenant_id, left(p_region, 20)
            using errcode = 'AM404', hint = 'See app.spapi_credentials.';
    end if;
end;
$$;
comment on function app.drop_spapi_credential(uuid, text) is 'Deletes the credential of a seller account.';
grant execute on function app.drop_spapi_credential(uuid, text) to asinmart_admin;

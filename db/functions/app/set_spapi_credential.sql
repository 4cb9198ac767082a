-- Store the credential of a seller account, or replace it: it is used from the next request on, and access that was denied counts as
-- unknown again. Reports that Amazon was asked for before are taken up where they were. Nothing reads the secrets back.
-- Raises AM404 for an unknown tenant, AM422 for invalid values; no message repeats a secret.
create or replace function app.set_spapi_credential(
    p_tenant_id uuid,
    p_region text,
    p_client_id text,
    p_client_secret text,
    p_refresh_token text,
    p_now timestamptz default clock_timestamp()
)
returns void
language plpgsql
volatile
security definer  -- asinmart_admin stores credentials and may not read secrets
set search_path = pg_catalog, pg_temp
as $$
begin
    if p_region is null or p_region not in ('na', 'eu', 'fe') then
        raise exception 'the Selling Partner API has no region %', quote_nullable(left(p_region, 20))
            using errcode = 'AM422', hint = 'Pass na, eu or fe; core.marketplaces.spapi_region shows that of a marketplace.';
    end if;
    if exists (
        select from (values (p_client_id), (p_client_secret), (p_refresh_token)) as v (value)
        where v.value is null or v.value !~ '^[!-~]+$' or length(v.value) > 4000
    )
    then
        raise exception 'a credential has a client id, a client secret and a refresh token without blanks'
            using errcode = 'AM422', hint = 'Copy them from the application in Seller Central; the refresh token begins with Atzr|.';
    end if;
    if not exists (select from app.tenants as t where t.tenant_id = p_tenant_id) then
        raise exception 'there is no tenant %', p_tenant_id using errcode = 'AM404', hint = 'See app.tenants.';
    end if;
    insert into app.spapi_credentials as c (tenant_id, region, client_id, stored_at, created_at)
    values (p_tenant_id, p_region, p_client_id, p_now, p_now)
    on conflict (tenant_id, region) do update
    set client_id = excluded.client_id, is_active = true, access_state = 'unknown', access_error = null, access_checked_at = null,
        paused_until_at = null, stored_at = excluded.stored_at;
    insert into app.spapi_secrets as s (tenant_id, region, client_secret, refresh_token)
    values (p_tenant_id, p_region, p_client_secret, p_refresh_token)
    on conflict (tenant_id, region) do update
    set client_secret = excluded.client_secret, refresh_token = excluded.refresh_token;
    -- Amazon keeps reports for 90 days.
    update sqp.report_requests as r
    set state = 'requested', error = null, error_count = 0, finished_at = null
    where r.tenant_id = p_tenant_id and r.region = p_region and r.state = 'access_denied' and r.asked_at > p_now - interval '89 days';
end;
$$;
comment on function app.set_spapi_credential(uuid, text, text, text, text, timestamptz) is 'Stores or replaces the credential of a seller account in a region of the Selling Partner API; its secrets cannot be read again.';
grant execute on function app.set_spapi_credential(uuid, text, text, text, text, timestamptz) to asinmart_admin;

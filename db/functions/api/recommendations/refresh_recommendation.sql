-- Lets the rules look at a main product at once, and returns its latest version: a new one only when something has changed.
-- Raises AM404 when the tenant compares it with nothing.
create or replace function api.refresh_recommendation(
    p_tenant_id uuid,
    p_asin text,
    p_marketplace text,
    p_now timestamptz default now()
)
returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
    perform api.act_as(p_tenant_id);
    if not exists (
        select from core.compared_pairs as p
        where p.asin_main = p_asin and p.marketplace = p_marketplace
    ) then
        raise exception '% is compared with nothing in marketplace %', p_asin, p_marketplace
            using errcode = 'AM404', hint = 'Make it the main product of a competitive group with members, or link a competitor.';
    end if;
    perform core.refresh_recommendation(p_asin, p_marketplace, p_now);
    return api.recommendation(p_tenant_id, p_asin, p_marketplace);
end;
$$;
comment on function api.refresh_recommendation(uuid, text, text, timestamptz) is 'Renews the recommendation for a main product of a tenant and returns it.';
grant execute on function api.refresh_recommendation(uuid, text, text, timestamptz) to asinmart_api;

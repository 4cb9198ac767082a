-- A changed weight changes the scores of all comparisons of the tenant.
create or replace function app.tg_tenant_score_weights__note_products()
returns trigger
language plpgsql
volatile
security definer  -- tenants set weights but do not write ops
set search_path = pg_catalog, pg_temp
as $$
begin
    insert into ops.dirty_products (asin, marketplace)
    select distinct p.asin_main, p.marketplace
    from core.compared_pairs as p
    where p.tenant_id = coalesce(new.tenant_id, old.tenant_id);
    return null;
end;
$$;
comment on function app.tg_tenant_score_weights__note_products() is 'Records the main products of a tenant whose weights changed, so that caches drop their comparisons.';

create or replace trigger note_products
after insert or update or delete on app.tenant_score_weights
for each row
execute function app.tg_tenant_score_weights__note_products();

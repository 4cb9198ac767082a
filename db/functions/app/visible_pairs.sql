create or replace function app.visible_pairs()
returns table (asin_main text, asin_comp text, marketplace text)
language plpgsql
stable
security definer  -- policies call it as the role that reads, which reads no table of tenants
set search_path = ''
parallel safe
rows 1000
as $$
declare
    v_tenant_id uuid := app.current_tenant();
begin
    return query
    select distinct p.asin_main, p.asin_comp, p.marketplace
    from core.compared_pairs as p
    where p.tenant_id = v_tenant_id;
end;
$$;
comment on function app.visible_pairs() is 'Pairs that the current tenant compares, each once.';
grant execute on function app.visible_pairs() to tenant_reader;

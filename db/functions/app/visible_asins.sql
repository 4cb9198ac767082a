-- The same products by ASIN alone, sorted: what an index can look for. The marketplace is then checked of each row found.
create or replace function app.visible_asins()
returns text[]
language plpgsql
stable
security definer  -- policies call it as the role that reads, which reads no table of tenants
set search_path = ''
parallel safe
as $$
begin
    return array(select distinct v.asin from app.visible_products() as v order by v.asin);
end;
$$;
comment on function app.visible_asins() is 'ASINs that the current tenant tracks or compares in some marketplace, sorted.';
grant execute on function app.visible_asins() to tenant_reader;

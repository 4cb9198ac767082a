-- For an existing member only p_is_active is set. Raises AM404 when the tenant does not have the group, AM422 for the
-- main product of the group.
create or replace function api.add_group_member(
    p_tenant_id uuid,
    p_id bigint,
    p_asin text,
    p_is_active boolean default true
)
returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
    perform api.act_as(p_tenant_id);
    if exists (select from core.competitive_groups as g where g.id = p_id and g.asin_main = p_asin) then
        raise exception '% is the main product of the group', p_asin
            using errcode = 'AM422', hint = 'A product is not compared with itself.';
    end if;
    insert into core.competitive_group_members as m (group_id, tenant_id, asin, is_active)
    select g.id, p_tenant_id, p_asin, coalesce(p_is_active, true) from core.competitive_groups as g where g.id = p_id
    on conflict (group_id, tenant_id, asin) do update
    set is_active = excluded.is_active, removed_at = null
    where m.is_active <> excluded.is_active or m.removed_at is not null;
    return api.competitive_group(p_tenant_id, p_id);
end;
$$;
comment on function api.add_group_member(uuid, bigint, text, boolean) is 'Adds a competitor to a competitive group of a tenant, or activates or pauses it.';
grant execute on function api.add_group_member(uuid, bigint, text, boolean) to asinmart_api;

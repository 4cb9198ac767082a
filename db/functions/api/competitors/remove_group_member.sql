-- The member stays as a removed one, for its comparisons up to this day. Raises AM404 when the tenant does not have the group, or the
-- group does not have the member.
create or replace function api.remove_group_member(
    p_tenant_id uuid,
    p_id bigint,
    p_asin text
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
    perform api.act_as(p_tenant_id);
    update core.competitive_group_members as m
    set is_active = false, removed_at = now()
    where m.group_id = p_id and m.asin = p_asin and m.removed_at is null;
    if not found then
        raise exception '% is not a member of competitive group %', p_asin, p_id
            using errcode = 'AM404', hint = 'Read the group to see its members.';
    end if;
end;
$$;
comment on function api.remove_group_member(uuid, bigint, text) is 'Removes a competitor from a competitive group of a tenant.';
grant execute on function api.remove_group_member(uuid, bigint, text) to asinmart_api;

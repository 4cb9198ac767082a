-- Raises AM404 when the tenant of the session does not have the brand.
create or replace function api.check_brand(p_id uuid)
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
    if not exists (select from core.brands as b where b.id = p_id) then
        raise exception 'there is no brand %', p_id using errcode = 'AM404', hint = 'List the brands to see their ids.';
    end if;
end;
$$;
comment on function api.check_brand(uuid) is 'Raises AM404 for a brand that the tenant does not have.';
grant execute on function api.check_brand(uuid) to asinmart_api;

-- Raises AM409 when the name is taken, AM422 when name, tier or time zone is invalid.
create or replace function app.create_tenant(
    p_name text,
    p_tier text default 'free',
    p_time_zone text default 'UTC'
)
returns uuid
language plpgsql
volatile
security definer  -- asinmart_admin creates tenants but owns nothing
set search_path = pg_catalog, pg_temp
as $$
declare
    v_tenant_id uuid;
begin
    insert into app.tenants (name, tier, time_zone)
    values (p_name, p_tier, p_time_zone)
    returning tenants.tenant_id into v_tenant_id;
    return v_tenant_id;
exception
    when unique_violation then
        raise exception 'a tenant named % already exists', p_name
            using errcode = 'AM409', hint = 'Names are unique regardless of case: see app.tenants.';
    when check_violation or not_null_violation or invalid_parameter_value then
        raise exception 'a tenant cannot have name %, tier % and time zone %', p_name, p_tier, p_time_zone
            using errcode = 'AM422', hint = 'A name of up to 100 characters without blanks at its ends; free, pro or enterprise; a zone of pg_timezone_names.';
end;
$$;
comment on function app.create_tenant(text, text, text) is 'Creates a tenant and returns its id.';
grant execute on function app.create_tenant(text, text, text) to asinmart_admin;

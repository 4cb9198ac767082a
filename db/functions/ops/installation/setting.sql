-- Raises AM404 for an unknown setting: a misspelt name must not read as null.
create or replace function ops.setting(p_name text)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_value text;
begin
    select s.value into v_value from ops.settings as s where s.name = p_name;
    if not found then
        raise exception 'there is no setting named %', p_name
            using errcode = 'AM404', hint = 'Look at ops.settings for the names.';
    end if;
    return v_value;
end;
$$;
comment on function ops.setting(text) is 'Value of one setting as text.';
grant execute on function ops.setting(text) to asinmart_admin;

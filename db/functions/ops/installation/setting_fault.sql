-- Describe the values that a setting of this type and these bounds accepts, as the end of a sentence; null when it
-- accepts p_value.
create or replace function ops.setting_fault(
    p_value text,
    p_value_type text,
    p_min_value text,
    p_max_value text
)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set intervalstyle = 'postgres'
as $$
declare
    v_is_within boolean;
begin
    begin
        v_is_within := case p_value_type
            when 'integer' then p_value::bigint between p_min_value::bigint and p_max_value::bigint
            when 'number' then p_value::numeric between p_min_value::numeric and p_max_value::numeric
            when 'interval' then p_value::interval between p_min_value::interval and p_max_value::interval
            else length(p_value) <= 200 and p_value ~ '^\S(.*\S)?$'
        end;
    exception when data_exception then
        v_is_within := false;
    end;
    if v_is_within then
        return null;
    end if;
    return case p_value_type
        when 'text' then 'a text of 1 to 200 characters without blanks at its ends'
        else format('%s %s from %s to %s', case p_value_type when 'number' then 'a' else 'an' end, p_value_type, p_min_value, p_max_value)
    end;
end;
$$;
comment on function ops.setting_fault(text, text, text, text) is 'Description of the values that a setting accepts, when it does not accept this one; null when it does.';

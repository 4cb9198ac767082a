create or replace function staging_raw.parse_boolean(p_text text)
returns boolean
language sql
immutable
parallel safe
as $$
    select case
        when p_text in ('true', 'True', 'TRUE', 'yes', '1') then true
        when p_text in ('false', 'False', 'FALSE', 'no', '0') then false
    end;
$$;
comment on function staging_raw.parse_boolean(text) is 'Boolean as JSON or a spreadsheet writes it; null for anything else.';

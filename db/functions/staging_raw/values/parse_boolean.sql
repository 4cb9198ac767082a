create or replace function staging_raw.parse_boolean(p_text text)
returns boolean
language sql
stable
parallel safe
as $$
    select case
        when p_text in ('true', 'True', 'TRUE', 'yes', 'Yes', 'YES', 'Y', '1', '1.0') then true
        when p_text in ('false', 'False', 'FALSE', 'no', 'No', 'NO', 'N', '0', '0.0') then false
        when p_text is not null then staging_raw.phrase_meaning('boolean', p_text)::boolean
    end;
$$;
comment on function staging_raw.parse_boolean(text) is 'Boolean as JSON, a spreadsheet or a person writes it; null for anything else.';

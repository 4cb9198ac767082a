-- A text as a sheet holds it: the words that programs write for nothing ("nan", "None", "N/A", "#N/A") are none.
create or replace function staging_raw.parse_cell(p_text text)
returns text
language sql
immutable
parallel safe
as $$
    select case
        when length(p_text) > 6 then staging_raw.parse_text(p_text)
        when lower(staging_raw.parse_text(p_text)) not in ('nan', 'none', 'null', 'n/a', '#n/a', 'na', '<na>', '-', '--')
            then staging_raw.parse_text(p_text)
    end;
$$;
comment on function staging_raw.parse_cell(text) is 'Text of a cell without blanks round it; null when it is empty or a word for nothing.';

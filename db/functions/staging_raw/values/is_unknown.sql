-- Returns whether a whole text means "unknown", as scrapers and data frames write it. The list is longer than eight on
-- purpose: from nine on it is hashed, so that it costs the same for a title as for a dash.
create or replace function staging_raw.is_unknown(p_text text)
returns boolean
language sql
immutable
parallel safe
as $$
    select btrim(p_text, U&' \00A0\3000\0009\000A\000D') in (
        '', '-', '--', '---', U&'\2013', U&'\2014', U&'\2212', U&'\FF0D', '?', 'nan', 'NaN', 'Nan', 'NAN', 'n/a', 'N/A', 'N/a', 'n.a.', 'N.A.', 'NA', 'na', '#N/A', '#n/a',
        '#N/A!', '<NA>', '<na>', 'NaT', 'nat', 'none', 'None', 'NONE', 'null', 'Null', 'NULL', 'nil', '(null)', 'undefined', '[]', '{}'
    );
$$;
comment on function staging_raw.is_unknown(text) is 'True when the whole text means an unknown value: nan, N/A, None, null, a dash, spaces.';

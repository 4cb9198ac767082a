-- Extracts an ASIN from the forms of spreadsheets and copied pages: ="B0...", ASIN: B0..., a url, invisible characters,
-- an ISBN-10 without its leading zeros. Digits count as such an ISBN only if its check digit is right. Any other text
-- is returned unchanged and rejected by the check stage with a reason; for a word such as "null" the ASIN of the url is
-- used.
create or replace function staging_raw.clean_asin(p_text text, p_url text)
returns text
language plpgsql
immutable
parallel safe
as $$
declare
    v_text text;
    v_isbn text;
    v_sum bigint;
begin
    v_text := upper(regexp_replace(
        p_text, U&'[[:space:]\00A0\00AD\061C\180E\2000-\200F\2028-\202F\205F-\2064\2066-\206F\3000\FEFF]+', ' ', 'g'
    ));
    v_text := btrim(v_text, ' ="''');
    v_text := regexp_replace(v_text, '^(ASIN|ISBN-?10|ISBN)[ :=#]+', '');
    if v_text ~ '^[A-Z0-9]{10}$' then
        return v_text;
    end if;
    if v_text in ('', 'NULL', 'NONE', 'NAN', 'N/A', 'NA', '-') then
        return staging_raw.asin_from_url(p_url);
    end if;
    if v_text ~ '/' then
        return coalesce(staging_raw.asin_from_url(v_text), btrim(p_text));
    end if;
    if v_text ~ '^[0-9]{5,9}([.]0)?$' or v_text ~ '^[0-9]{5,8}X$' then
        v_isbn := lpad(regexp_replace(v_text, '[.]0$', ''), 10, '0');
        select sum((11 - place) * case substr(v_isbn, place, 1) when 'X' then 10 else substr(v_isbn, place, 1)::integer end)
        into v_sum
        from generate_series(1, 10) as place;
        if v_sum % 11 = 0 then
            return v_isbn;
        end if;
    end if;
    return v_text;
end;
$$;
comment on function staging_raw.clean_asin(text, text) is 'ASIN in a text with additions, else the text itself; the ASIN of the url when the text means no value.';

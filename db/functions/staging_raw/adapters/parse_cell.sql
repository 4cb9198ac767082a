-- Reads a number of an export: a count, else a price or percentage. Any sign groups the thousands of a count, which never has a
-- fraction. Otherwise p_decimal_sign decides where two readings are possible; '' is an unknown sign and gives null there.
create or replace function staging_raw.parse_cell(
    p_text text,
    p_is_count boolean,
    p_decimal_sign text
)
returns numeric
language plpgsql
immutable
strict
parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
    v_text text := btrim(translate(normalize(p_text, nfkc), U&'%''\2019\2009', ''));
begin
    if p_is_count then
        return case
            when v_text ~ '^[0-9]{1,18}$' then v_text::numeric
            when v_text ~ '^[0-9]{1,3}([.][0-9]{3}){1,5}$|^[0-9]{1,3}(,[0-9]{3}){1,5}$|^[0-9]{1,3}( [0-9]{3}){1,5}$'
                then translate(v_text, '., ', '')::numeric
            -- Indian groups: 1,23,456.
            when v_text ~ '^[0-9]{1,2}(,[0-9]{2}){1,5},[0-9]{3}$' then replace(v_text, ',', '')::numeric
        end;
    end if;
    v_text := btrim(regexp_replace(v_text, '^[^0-9-]+|[^0-9]+$', '', 'g'));
    return case
        when v_text ~ '^[0-9]{1,15}([.,][0-9]{1,2}|[.,][0-9]{4,6})?$' then replace(v_text, ',', '.')::numeric
        else staging_raw.parse_amount(v_text, p_decimal_sign)
    end;
end;
$$;
comment on function staging_raw.parse_cell(text, boolean, text) is 'Number in a cell of an export; null when it is none or has two readings.';

-- The first number in a text, in the format of any marketplace: 1,199.99 and 1.199,99 and 1 199,99 and 1,23,456.00. A
-- separator before exactly three digits groups thousands, the last one before one or two digits is the decimal sign;
-- when both signs occur the last is decimal. Null without a number, for 1e400 and for more digits than a real value
-- has. No SET clause: it would double the cost of a call; everything here is qualified or in pg_catalog.
create or replace function staging_raw.parse_number(p_text text)
returns numeric
language plpgsql
immutable
strict
parallel safe
as $$
declare
    v_parts text[];
    v_number text;
    v_last_sign text;
    v_whole text;
    v_fraction text;
    v_is_decimal boolean;
begin
    if p_text ~ '^-?[0-9]{1,18}([.][0-9]{1,2})?$' then
        return p_text::numeric;
    end if;
    v_parts := regexp_match(
        left(p_text, 300),
        U&'^([^0-9]*)([0-9]+(?:[.,''\2019][0-9]+|[ \00A0\202F\2009][0-9]{3}(?![0-9]))*)(.?.?.?)'
    );
    v_number := translate(v_parts[2], U&' ''\2019\00A0\202F\2009', '');
    if v_number is null or length(v_number) > 40 or v_parts[3] ~ '^[eE][-+]?[0-9]' then
        return null;
    end if;

    v_last_sign := substring(v_number from '([.,])[0-9]+$');
    if v_last_sign is not null then
        v_fraction := substring(v_number from '[0-9]+$');
        v_whole := left(v_number, -length(v_fraction) - 1);
        v_is_decimal := length(v_fraction) <> 3
            or v_whole ~ '^(0|[0-9]{4,})$'
            or (v_whole ~ '[.,]' and strpos(v_whole, v_last_sign) = 0);
        v_number := translate(v_whole, '.,', '') || case when v_is_decimal then '.' else '' end || v_fraction;
    elsif v_parts[1] ~ '(^|[^[:alpha:]])[.]$' then
        -- "$.99" is 99 cents; the point in "Rs.99" ends an abbreviation.
        v_number := '0.' || v_number;
    end if;
    if v_parts[1] ~ U&'(^|[^[:alnum:]])[-\2212][^[:alnum:][:space:]]*$' then
        v_number := '-' || v_number;
    end if;
    return v_number::numeric;
end;
$$;
comment on function staging_raw.parse_number(text) is 'First number in a text, either decimal sign; null without one.';

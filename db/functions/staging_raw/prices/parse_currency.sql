-- The currency that a price, or the field beside it, gives: the ISO code of its sign, or $ or the yen sign, which
-- several currencies share; null when none is given. For {value, currency} it is the field, else the text inside. A
-- code in a field of its own counts even if it is not in the list of signs: a foreign currency must not be treated as
-- no currency. No SET clause: it would double the cost of a call on the bulk path; everything here is qualified or in
-- pg_catalog.
create or replace function staging_raw.parse_currency(p_price jsonb)
returns text
language plpgsql
immutable
strict
parallel safe
as $$
declare
    v_field text;
    v_text text;
    v_said text[];
    v_parts text[];
begin
    case jsonb_typeof(p_price)
        when 'string' then
            v_text := p_price #>> '{}';
            if v_text like '% with % percent savings' then
                v_text := split_part(v_text, ' with ', 1);
            end if;
        when 'object' then
            v_field := coalesce(
                p_price ->> 'currency', p_price ->> 'currencyCode', p_price ->> 'currency_code', p_price ->> 'currencySymbol', p_price ->> 'symbol'
            );
            if v_field <> '' then
                return coalesce(
                    staging_raw.currency_codes() ->> v_field,
                    staging_raw.parse_currency(to_jsonb(v_field)),
                    case when v_field ~ '^[A-Za-z]{3}$' then upper(v_field) end
                );
            end if;
            return staging_raw.parse_currency(
                coalesce(
                    nullif(p_price -> 'value', 'null'), nullif(p_price -> 'amount', 'null'), nullif(p_price -> 'min', 'null'), p_price -> 'price'
                )
            );
        else
            return null;
    end case;
    if v_text ~ '^[0-9.,]*$' then
        return null;
    elsif v_text ~ '^[$][0-9.,]+$' then
        return '$';
    elsif v_text ~ '^[0-9.,]+[ \u00A0]?\u20AC$' then
        return 'EUR';
    elsif length(v_text) > 2000 then
        return null;
    end if;
    -- One amount with at most one sign.
    v_parts := regexp_match(
        v_text,
        '^([^-0-9,&<>%#()/ \u00A0\u202F]{0,6})[ \u00A0\u202F]?([0-9]+(?:[., \u00A0\u202F''][0-9]+)*)[ \u00A0\u202F]?([^-0-9,&<>%#()/ \u00A0\u202F]{0,6})$'
    );
    if staging_raw.currency_codes() ? (v_parts[1] || v_parts[3]) then
        return staging_raw.currency_codes() ->> (v_parts[1] || v_parts[3]);
    end if;
    v_field := btrim(staging_raw.decode_entities(v_text), U&' \00A0\202F\200E\200F');
    v_field := coalesce(staging_raw.currency_codes() ->> v_field, staging_raw.currency_codes() ->> upper(v_field));
    if v_field is not null or v_text !~ '[0-9\u0660-\u0669\u06F0-\u06F9\u0966-\u096F\uFF10-\uFF19]' then
        return v_field;
    end if;
    v_said := (select r.currencies from staging_raw.price_reading(v_text) as r);
    return case when cardinality(v_said) = 1 then v_said[1] end;
end;
$$;
comment on function staging_raw.parse_currency(jsonb) is 'Currency of a price or a currency field: an ISO code, $ or the yen sign; null when none is given.';

-- Reads a price in any form that sources use: a number, a text, {value, currency}, {min, max}. An uncertain price is
-- null, never a guess. 0 means unknown and becomes null; a range gives its lower end. Negative prices are returned
-- unchanged: the check stage rejects them. p_decimal_sign is that of the shop, '' when the shop is unknown. The common
-- forms are read here; read_price has the rules for longer texts, parse_amount those for digits and separators. A JSON
-- number always has a decimal point.
-- No SET clause: it would double the cost of a call on the bulk path; everything here is qualified or in pg_catalog.
create or replace function staging_raw.parse_price(
    p_price jsonb,
    p_decimal_sign text default ''
)
returns numeric
language plpgsql
immutable
strict
parallel safe
as $$
declare
    v_price jsonb;
    v_text text;
    v_parts text[];
    v_amount numeric;
begin
    case jsonb_typeof(p_price)
        when 'number' then
            return nullif(p_price::numeric, 0);
        when 'string' then
            -- The most common words beside a price on amazon.com; read_price handles others.
            v_text := p_price #>> '{}';
            if v_text like '% with % percent savings' then
                v_text := split_part(v_text, ' with ', 1);
            end if;
        when 'object' then
            v_price := p_price -> 'value';
            if jsonb_typeof(v_price) = 'number' then
                return nullif(v_price::numeric, 0);
            end if;
            v_price := coalesce(
                nullif(v_price, 'null'), nullif(p_price -> 'amount', 'null'), nullif(p_price -> 'min', 'null'), p_price -> 'price'
            );
            return staging_raw.parse_price(
                case when jsonb_typeof(v_price) = 'object' then v_price -> 'value' else v_price end, p_decimal_sign
            );
        else
            return null;
    end case;

    if v_text ~ (
        '^-?(?:[$\u20AC\u00A3\u20B9]?(?:[0-9]{1,18}(?:[.][0-9]{1,2})?|[0-9]{1,3}(?:,[0-9]{3})+[.][0-9]{2})'
        '|[\u00A5\uFFE5][0-9]{1,3}(?:,[0-9]{3})*)$'
    ) then
        return nullif(translate(v_text, U&'$\20AC\00A3\20B9\00A5\FFE5,', '')::numeric, 0);
    elsif v_text ~ '^(?:[0-9]{1,18}|[0-9]{1,3}(?:[.][0-9]{3})+),[0-9]{1,2}[ \u00A0]?\u20AC?$' then
        return nullif(translate(v_text, U&',.\20AC\00A0 ', '.')::numeric, 0);
    elsif v_text !~ '[0-9\u0660-\u0669\u06F0-\u06F9\u0966-\u096F\uFF10-\uFF19\u00B2\u00B3\u00B9\u2070-\u2079]' or length(v_text) > 2000 then
        return null;
    end if;
    -- One amount with at most one sign.
    v_parts := regexp_match(
        v_text,
        '^([^-0-9,&<>%#()/ \u00A0\u202F]{0,6})[ \u00A0\u202F]?([0-9]+(?:[., \u00A0\u202F''][0-9]+)*)[ \u00A0\u202F]?([^-0-9,&<>%#()/ \u00A0\u202F]{0,6})$'
    );
    if v_parts[1] || v_parts[3] = '' or staging_raw.currency_codes() ? (v_parts[1] || v_parts[3]) then
        v_amount := staging_raw.parse_amount(v_parts[2], p_decimal_sign);
        if v_amount is not null then
            return nullif(v_amount, 0);
        end if;
    end if;
    return nullif(staging_raw.read_price(v_text, p_decimal_sign), 0);
end;
$$;
comment on function staging_raw.parse_price(jsonb, text) is 'Price from a number, a text or an object; null for 0, empty and unreadable ones.';

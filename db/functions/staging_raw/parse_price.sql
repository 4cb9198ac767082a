-- A price as any source writes it: a number, a text, {value, currency}, {min, max}. 0 means unknown and becomes null; a range
-- gives its lower end. Negative prices come back as they are: the check stage rejects them with a reason.
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
    v_price jsonb := p_price;
    v_text text;
begin
    if jsonb_typeof(v_price) = 'object' then
        v_price := coalesce(v_price -> 'value', v_price -> 'amount', v_price -> 'min', v_price -> 'price');
        if jsonb_typeof(v_price) = 'object' then
            v_price := v_price -> 'value';
        end if;
    end if;
    case jsonb_typeof(v_price)
        when 'number' then
            return nullif(v_price::numeric, 0);
        when 'string' then
            v_text := v_price #>> '{}';
            if v_text ~ '^[^0-9]*[0-9]+([.,][0-9]+)?[[:space:]]*%' then
                return null;
            end if;
            return nullif(staging_raw.parse_number(v_text), 0);
        else
            return null;
    end case;
end;
$$;
comment on function staging_raw.parse_price(jsonb, text) is 'Price from a number, a text or an object; null for 0, empty and unreadable ones.';

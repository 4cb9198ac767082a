-- Reads a number of digits and separators by the shop's decimal sign; null when two readings are possible. Both signs
-- occur: the last one is decimal. One sign several times, a space or an apostrophe before three digits, or Indian
-- 1,23,456: groups. One sign before one, two or more than three digits is decimal, as is one before three digits after
-- 0 or after four or more digits.
-- Any other sign before three digits: it groups when the other sign is the shop's decimal one. The shop's own decimal
-- point is decimal (files written by programs). The shop's own decimal comma is ambiguous, since English pages of these
-- shops group thousands with it, and so is either sign when the shop is unknown. No SET clause: it would double the
-- cost of a call on the bulk path; everything here is in pg_catalog.
create or replace function staging_raw.parse_amount(
    p_amount text,
    p_decimal_sign text
)
returns numeric
language plpgsql
immutable
strict
parallel safe
as $$
declare
    v_amount text := p_amount;
    v_whole text;
    v_fraction text;
begin
    if length(v_amount) not between 1 and 40 then
        return null;
    end if;
    if translate(v_amount, U&' ''\00A0\202F\2009\2019', '') <> v_amount and v_amount ~ '^[0-9]{1,3}(?:[ ''\u00A0\u202F\u2009\u2019][0-9]{3})+(?:[.,\u00B7][0-9]+)?$' then
        v_amount := translate(v_amount, U&' ''\00A0\202F\2009\2019', '');
    end if;
    if translate(v_amount, '0123456789', '') = '' then
        return case when length(v_amount) <= 18 then v_amount::numeric end;
    end if;
    v_fraction := substring(v_amount from '[.,\u00B7]([0-9]{1,10})$');
    if v_fraction is null then
        return null;
    end if;
    v_whole := left(v_amount, -length(v_fraction) - 1);
    if translate(v_whole, '0123456789', '') = '' and length(v_whole) <= 18 then
        if length(v_fraction) = 3 and length(v_whole) between 1 and 3 and left(v_whole, 1) <> '0'
            and strpos(v_amount, U&'\00B7') = 0 then
            return case
                when p_decimal_sign = '' or strpos(v_amount, ',') > 0 and p_decimal_sign = ',' then null
                when strpos(v_amount, p_decimal_sign) > 0 then (v_whole || '.' || v_fraction)::numeric
                else (v_whole || v_fraction)::numeric
            end;
        end if;
        -- "1,29900" may be 1,299 followed by its cents, when the sign is not the shop's decimal one.
        if length(v_fraction) = 5 and length(v_whole) between 1 and 3 and left(v_whole, 1) <> '0'
            and (p_decimal_sign = '' or strpos(v_amount, p_decimal_sign) = 0) then
            return null;
        end if;
        return ('0' || v_whole || '.' || v_fraction)::numeric;
    end if;
    if v_whole ~ '^[0-9]{1,3}(?:,[0-9]{3})+$' or v_whole ~ '^[0-9]{1,3}(?:[.][0-9]{3})+$' or v_whole ~ '^[0-9]{1,2}(?:,[0-9]{2})*,[0-9]{3}$' then
        return case
            when strpos(v_whole, substr(v_amount, length(v_whole) + 1, 1)) = 0
                then (translate(v_whole, '.,', '') || '.' || v_fraction)::numeric
            when length(v_fraction) = 3 and length(v_whole) <= 24 then translate(v_amount, '.,', '')::numeric
        end;
    end if;
    if v_amount ~ '^[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}$' then
        return translate(v_amount, ',', '')::numeric;
    end if;
    return null;
end;
$$;
comment on function staging_raw.parse_amount(text, text) is 'Number from digits and separators by the decimal sign of a shop; null when two readings are possible.';

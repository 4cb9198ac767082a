-- Lower and upper end of the range in a price text; null without a range. "$10 - 20", "10 - 20 EUR" and "10 EUR bis 20
-- EUR" are ranges; in "Size 5 - $10" and "10 EUR - 5 left" only one number is an amount. Without any currency sign both
-- ends need cents.
create or replace function staging_raw.price_range(
    p_symbols text,
    p_amounts text[],
    p_decimal_sign text
)
returns numeric[]
language plpgsql
immutable
strict
parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
    v_ends constant text[] := regexp_match(
        p_symbols,
        '([\uE000-\uE0FF] ?)?([\uE100-\uE3FF])( ?[\uE000-\uE0FF])?(?: ?[-~] ?| ?[tAB] ?)([\uE000-\uE0FF] ?)?([\uE100-\uE3FF])( ?[\uE000-\uE0FF])?'
    );
begin
    if (
        case
            when v_ends is null then false
            when p_symbols !~ '[\uE000-\uE0FF]' then v_ends[2] ~ '[\uE100-\uE1FF]' and v_ends[5] ~ '[\uE100-\uE1FF]'
            when coalesce(v_ends[1], v_ends[3]) is null
                then v_ends[4] is null and v_ends[6] is not null and p_symbols ~ '^[naitAPVBjy\uE000-\uE3FF \n|*:.,~-]*$'
            when coalesce(v_ends[4], v_ends[6]) is null then v_ends[1] is not null
            else true
        end
    ) then
        return array[
            staging_raw.parse_amount(p_amounts[ascii(v_ends[2]) & 255], p_decimal_sign),
            staging_raw.parse_amount(p_amounts[ascii(v_ends[5]) & 255], p_decimal_sign)
        ];
    end if;
    return null;
end;
$$;
comment on function staging_raw.price_range(text, text[], text) is 'Ends of the range in a price text; null without a range.';

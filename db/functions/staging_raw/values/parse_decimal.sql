-- The number that a text of digits, points and commas writes. The decimal sign of the shop decides where both readings are possible:
-- 1.102 pounds are no thousand pounds on amazon.com. Where a shop with a decimal comma writes a point before three digits, nobody
-- knows: null.
create or replace function staging_raw.parse_decimal(p_text text, p_decimal_sign text)
returns numeric
language sql
immutable
parallel safe
as $$
    select case
        when length(p_text) > 30 then null
        when p_text ~ '^[0-9]+([.][0-9]+)?$' and (p_decimal_sign = '.' or p_text !~ '[.][0-9]{3}$') then p_text::numeric
        when p_text ~ '^[0-9]{1,3}(,[0-9]{3})+([.][0-9]+)?$' and (p_decimal_sign = '.' or p_text ~ '[.]') then replace(p_text, ',', '')::numeric
        when p_text ~ '^[0-9]{1,3}([.][0-9]{3})+,[0-9]+$' then replace(replace(p_text, '.', ''), ',', '.')::numeric
        when p_text ~ '^[0-9]+,[0-9]+$' then replace(p_text, ',', '.')::numeric
    end;
$$;
comment on function staging_raw.parse_decimal(text, text) is 'Number in digits, points and commas; null when it is none or can be read in two ways.';

-- The number that a text of digits, points and commas writes. The decimal sign of the shop decides where both readings are possible:
-- 1.102 pounds are no thousand pounds on amazon.com. A point before three digits in a shop with a decimal
-- comma can mean both: null. No patterns: a session keeps only 32 of them compiled.
create or replace function staging_raw.parse_decimal(p_text text, p_decimal_sign text)
returns numeric
language plpgsql
immutable
strict
parallel safe
as $$
declare
    v_text text := rtrim(p_text, '.,');
    v_points integer := length(v_text) - length(replace(v_text, '.', ''));
    v_commas integer := length(v_text) - length(replace(v_text, ',', ''));
    v_tail integer;
    v_last_sign text;
begin
    if v_text = '' or length(v_text) > 30 or translate(v_text, '0123456789.,', '') <> '' or left(v_text, 1) in ('.', ',') then
        return null;
    elsif v_points + v_commas = 0 then
        return v_text::numeric;
    end if;
    v_tail := length(v_text) - length(rtrim(v_text, '0123456789'));
    v_last_sign := substr(v_text, length(v_text) - v_tail, 1);
    if v_points > 0 and v_commas > 0 then
        -- The last sign is the decimal one, and there is one of it.
        if v_last_sign = '.' and v_points = 1 then
            return replace(v_text, ',', '')::numeric;
        elsif v_last_sign = ',' and v_commas = 1 then
            return replace(replace(v_text, '.', ''), ',', '.')::numeric;
        end if;
        return null;
    elsif v_points + v_commas = 1 and (v_tail <> 3 or v_last_sign = p_decimal_sign) then
        return replace(v_text, ',', '.')::numeric;
    elsif v_last_sign = ',' and v_tail = 3 then
        return replace(v_text, ',', '')::numeric;
    elsif v_last_sign = '.' and v_points > 1 and v_tail = 3 then
        return replace(v_text, '.', '')::numeric;
    end if;
    return null;
end;
$$;
comment on function staging_raw.parse_decimal(text, text) is 'Number in digits, points and commas; null when it is none or can be read in two ways.';

-- The price in a text with more than an amount; null when several are possible, or when a number is between unknown
-- words. An amount beside a currency sign precedes any other number; without a sign the text may contain only words
-- about prices. A range and "from" give the lower end; of several amounts the one that words mark as current. Null when
-- the price is above an old price, or in two currencies.
create or replace function staging_raw.read_price(
    p_text text,
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
    v_read record;
    v_sign text := p_decimal_sign;
    v_symbols text;
    v_old numeric;
    v_prices numeric[];
    v_ends numeric[];
begin
    select r.symbols, r.amounts, r.currencies into v_read from staging_raw.price_reading(p_text) as r;
    v_symbols := v_read.symbols;
    if v_sign = '' then
        v_sign := coalesce(
            (select list.decimal_sign from staging_raw.currency_signs() as list where list.currency = v_read.currencies[1]), ''
        );
    end if;
    if strpos(v_symbols, '{') > 0 then
        v_old := (
            select min(staging_raw.parse_amount(v_read.amounts[ascii(m.match[1]) & 255], v_sign))
            from regexp_matches(v_read.symbols, '[{][^}]*?([\uE100-\uE3FF])[^}]*[}]', 'g') as m (match)
        );
        v_symbols := regexp_replace(v_symbols, '[{][^}]*[}]', '|', 'g');
    end if;
    if cardinality(v_read.currencies) > 1
        or v_symbols ~ '[\uE100-\uE3FF]-(?:[ \n|]|$)|^[ \n]*-[ \n]'
        or v_symbols !~ '[\uE000-\uE0FF]' and v_symbols !~ '^[naitAPVBjy\uE100-\uE3FF \n|*:.,~-]*$' then
        return null;
    end if;
    v_prices := staging_raw.price_candidates(v_symbols, v_read.amounts, v_sign);
    if translate(v_symbols, '-~tAB', '') <> v_symbols then
        v_ends := staging_raw.price_range(v_symbols, v_read.amounts, v_sign);
    end if;
    if v_ends is not null and v_ends[1] is distinct from v_ends[2] then
        return case when v_ends[1] < v_ends[2] and v_prices <@ v_ends and v_ends[1] <= v_old is not false then v_ends[1] end;
    end if;
    if cardinality(v_prices) <> 1 or v_prices[1] <= v_old is false then
        return null;
    end if;
    -- A minus counts as a sign only at the beginning.
    return case
        when v_symbols ~ '^[ \n|]*(?:-[\uE000-\uE0FF]? ?|[\uE000-\uE0FF]-)[\uE100-\uE3FF]' then -v_prices[1]
        when v_symbols !~ '(?:[ \n|]-|[\uE000-\uE0FF]-)[\uE000-\uE0FF]? ?[\uE100-\uE3FF]' then v_prices[1]
    end;
end;
$$;
comment on function staging_raw.read_price(text, text) is 'Price in a text of numbers and words; null when it is not certain.';

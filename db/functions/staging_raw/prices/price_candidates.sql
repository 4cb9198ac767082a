-- The different amounts of a price text that may be its price: those beside currency signs, else all; when there are
-- several and words mark some of them as the current price, only those. Null among them is a number with two readings,
-- or one beside another number that may be its cents.
create or replace function staging_raw.price_candidates(
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
    v_symbols text := p_symbols;
    v_found text[];
begin
    -- Two adjacent numbers are clear only when the first has a sign and cents: "$12.99 3".
    if v_symbols ~ '[\uE100-\uE3FF][ \n]+[\uE100-\uE3FF]'
        and v_symbols !~ '[\uE000-\uE0FF] ?[\uE100-\uE1FF][ \n]+[\uE100-\uE3FF][^\uE000-\uE3FF]*$' then
        return array[null::numeric];
    end if;
    if v_symbols ~ '^[^\uE000-\uE3FF]*[\uE000-\uE0FF]?[ \n]*-?[\uE100-\uE3FF][ \n]*[\uE000-\uE0FF]?[^\uE000-\uE3FF]*$'
        or v_symbols !~ '[\uE000-\uE0FF]' then
        v_found := array(select m.match[1] from regexp_matches(v_symbols, '[\uE100-\uE3FF]', 'g') as m (match));
    else
        -- A sign between two numbers belongs to the one that it touches.
        v_symbols := regexp_replace(v_symbols, '([\uE100-\uE3FF][ \n]+)([\uE000-\uE0FF])(?=[\uE100-\uE3FF])', '\1| \2', 'g');
        v_symbols := regexp_replace(v_symbols, '([\uE100-\uE3FF][\uE000-\uE0FF])(?=[ \n]+[\uE100-\uE3FF])', '\1 |', 'g');
        v_found := array(
            select coalesce(m.match[1], m.match[2])
            from regexp_matches(
                v_symbols, '(?<=[\uE000-\uE0FF][ \n]*-?)([\uE100-\uE3FF])|([\uE100-\uE3FF])(?=[ \n]*[\uE000-\uE0FF])', 'g'
            ) as m (match)
        );
        if cardinality(v_found) > 1 and v_symbols ~ '[nPV][ \n:]*[\uE000-\uE0FF]? ?[\uE100-\uE3FF]' then
            v_found := array(
                select m.match[1] from regexp_matches(v_symbols, '[nPV][ \n:]*[\uE000-\uE0FF]? ?([\uE100-\uE3FF])', 'g') as m (match)
            );
        end if;
    end if;
    return array(
        select distinct staging_raw.parse_amount(p_amounts[ascii(found.symbol) & 255], p_decimal_sign)
        from unnest(v_found) as found (symbol)
    );
end;
$$;
comment on function staging_raw.price_candidates(text, text[], text) is 'Different amounts of a price text that may be its price.';

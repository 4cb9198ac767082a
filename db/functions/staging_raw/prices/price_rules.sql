-- The symbols of a price text (see price_symbols) without those of numbers that are not the price. Amounts marked as
-- old (was, list, RRP) stay, in braces: they are an upper limit of the price. Returns nothing for a text about used
-- offers, with an exponent or a word that multiplies its number, with possible cents after a strange sign, or with a
-- discount, a coupon or shipping between two amounts: the amount that it belongs to would be a guess.
create or replace function staging_raw.price_rules(p_symbols text)
returns text
language plpgsql
immutable
strict
parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
    v_sign constant text := '[\uE000-\uE0FF]';
    v_number constant text := '[\uE100-\uE3FF]';
    v_count constant text := '(?<!(?:^|[^ \uE100-\uE3FF]) ?' || v_sign || '[ \n-]?)[\uE200-\uE3FF][+]?[ \n-]{0,2}';
    v_amount constant text := '(?:' || v_sign || '[ \n]?-?)?' || v_number || '(?:[ \n]?' || v_sign || ')?';
    v_between constant text := '[^|{}\uE000-\uE3FF]';
    v_symbols text := p_symbols;
begin
    if v_symbols ~ 's|[\uE100-\uE3FF]E[-+]?[\uE100-\uE3FF]'
        or strpos(v_symbols, 'M') > 0 and v_symbols ~ (v_sign || '[ -]?' || v_number || ' ?M|' || v_number || ' ?M[. ]{0,2}(?:' || v_number || ' ?)?' || v_sign)
        or translate(v_symbols, '-/:_', '') <> v_symbols and v_symbols ~ (
            v_sign || ' ?[\uE200-\uE3FF](?:[-:_][\uE300-\uE3FF]|/[\uE300-\uE3FF](?! ?[A-Za-z]))|[\uE200-\uE3FF][-/:_][\uE300-\uE3FF] ?' || v_sign
        )
        or v_symbols ~ ('^[ \n]*[\uE200-\uE3FF] ' || v_sign || '[\uE300-\uE3FF][ \n]*$') then
        return '';
    end if;
    -- "12,- EUR" and "12.-" have no cents.
    if translate(v_symbols, '-', '') <> v_symbols then
        v_symbols := regexp_replace(v_symbols, '(' || v_number || ')[.,:] ?-+(?!' || v_number || ')', '\1', 'g');
    end if;
    -- A currency sign counts only beside a number.
    v_symbols := regexp_replace(
        v_symbols, '(?<!' || v_number || '[ .,-]?[ \n-]?(?:' || v_sign || ' ?)?)' || v_sign
        || '(?![ \n]?(?:' || v_sign || ' ?)?-?[ ]?' || v_number || ')', 'w', 'g'
    );
    -- Changes ("from A to B"), installments, and amounts followed by a word for an old price.
    if translate(v_symbols, 'IYRo', '') <> v_symbols then
        v_symbols := regexp_replace(v_symbols, 'R' || v_between || '{0,12}' || v_amount || ' ?[tAB] ?(?=' || v_amount || ')', '| ', 'g');
        v_symbols := regexp_replace(v_symbols, v_amount || ' ?Y(?! ?' || v_amount || ')', ' | ', 'g');
        v_symbols := regexp_replace(v_symbols, '[IY]' || v_between || '{0,25}' || v_amount, ' | ', 'g');
        v_symbols := regexp_replace(v_symbols, v_amount || '(?: ?I|[ n]*o[ n:]*(?=[\n|]|$)| ?[(][ n]*o[ n:]*[)])', ' | ', 'g');
    end if;
    -- Brackets, percentages, installments, unit prices.
    if translate(v_symbols, '%([', '') <> v_symbols then
        v_symbols := regexp_replace(v_symbols, '\([^()]*(?:\)|$)|\[[^][]*\]|(?<!' || v_number || ')%[\uE300-\uE3FF]', ' | ', 'g');
    end if;
    if translate(v_symbols, '%x/pPLAzbycCf', '') <> v_symbols then
        v_symbols := regexp_replace(
            v_symbols,
            '-?[ ]?' || v_number || ' ?%'
            || '|[\uE200-\uE3FF] ?x ?(?:[wyAa] )?' || v_amount || '|[\uE200-\uE3FF] ?[kK] y ' || v_amount
            || '|' || v_amount || ' ?/ ?' || v_number || '? ?[A-Za-z]+'
            || '|' || v_amount || ' ?(?:C|[pPLAzc] (?:' || v_number || ' ?)?[gK]|f ' || v_number || ' ?g)|' || v_amount || ' p w'
            || '|[pPLzc] (?:' || v_number || ' ?)?[gK]:? ?' || v_amount || '|(?:' || v_number || '?[kKg]?)?b:? ?' || v_amount,
            ' | ', 'g'
        );
    end if;
    if translate(v_symbols, 'qkKj', '') <> v_symbols then
        v_symbols := regexp_replace(v_symbols, 'q[:.]? ?' || v_number || '|' || v_count || '[kKj]+', '  ', 'g');
    end if;
    if translate(v_symbols, 'fLPVz', '') <> v_symbols then
        v_symbols := regexp_replace(v_symbols, v_count || '[fLPVz]', '| f', 'g');
    end if;
    -- Old prices; "de A por B", "van A voor B".
    if translate(v_symbols, 'oy', '') <> v_symbols then
        v_symbols := regexp_replace(
            v_symbols, '(?:o' || v_between || '{0,25}|y: ?)(' || v_amount || ')|y (' || v_amount || ')(?=[ \n,|-]*[PV])', '{\1\2}', 'g'
        );
    end if;
    -- Savings, minimum amounts, surcharges.
    if translate(v_symbols, 'vudrt+&', '') <> v_symbols then
        v_symbols := regexp_replace(
            v_symbols,
            '[vu]' || v_between || '{0,25}' || v_amount || '(?:' || v_between || '{0,20}e)?'
            || '|' || v_amount || '[ ,]?(?:y )?d(?:' || v_between || '{0,20}e)?|r[ :]{0,2}' || v_amount || '|^[ \n]*t ?' || v_amount || '|' || v_amount || ' h v|[+&] ?' || v_amount,
            ' | ', 'g'
        );
    end if;
    if translate(v_symbols, 'De', '') = v_symbols then
        return v_symbols;
    end if;
    if v_symbols ~ (v_amount || v_between || '{0,12}[De]' || v_between || '{0,12}' || v_amount) then
        return '';
    end if;
    return regexp_replace(
        v_symbols, v_amount || ' ?(?:[hyLPp][ -]?)?[De]|[De]' || v_between || '{0,15}' || v_amount || '(?: ?[ar] ?' || v_amount || ')?', ' | ', 'g'
    );
end;
$$;
comment on function staging_raw.price_rules(text) is 'Symbols of a price text without numbers that are not the price; old prices in braces.';

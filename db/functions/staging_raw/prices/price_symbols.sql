-- Converts a price text to a string with one symbol per part, for price_rules: words as the letter of their kind in
-- price_words (w when unknown), currency signs as U+E000 + n, amounts with cents as U+E100 + n, of exactly two digits
-- as U+E300 + n, others as U+E200 + n; spaces, line ends and punctuation unchanged. The arrays hold the n-th amount and
-- the n-th currency.
create or replace function staging_raw.price_symbols(
    p_text text,
    out symbols text,
    out amounts text[],
    out currencies text[]
)
language plpgsql
immutable
strict
parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
    v_parts constant text[] := array(
        select part.match[1]
        from regexp_matches(
            staging_raw.price_text(p_text),
            '(?<![0-9] ?)-?%-?[0-9]{1,3}(?![0-9.,%])'
            '|[0-9]{1,3}(?:[ ''][0-9]{3})+(?![0-9])(?:[.,\u00B7][0-9]+)*|[.,\u00B7]?[0-9]+(?:[.,''\u00B7][0-9]+)*'
            '|(?:[A-Za-z]{1,3}|(?:US|CDN|AU|CA|NZ|HK|MX|SG) |(?<![A-Za-z0-9] ?)C |U[.]S[.] ?)?[$\u00A3\u00A5](?:US|CA|E)?(?![A-Za-z])'
            '|(?:[A-Za-z][.]){2,}|[A-Za-z]+[.](?= ?[0-9])|[A-Za-z]+'
            '|[\u0600-\u06FF](?:[.][\u0600-\u06FF])+[.]?|[\u0600-\u06FF]+|[\u0900-\u0963\u0970-\u097F]+[.]?'
            '|[\u3005\u3040-\u30FF\u3400-\u5142\u5144-\u5185\u5187-\u9FFF]+|.',
            'g'
        ) as part (match)
    );
    v_part text;
    v_symbol text;
    v_to_skip integer := 0;
begin
    symbols := '';
    amounts := '{}';
    currencies := '{}';
    for i in 1 .. cardinality(v_parts) loop
        if v_to_skip > 0 then
            v_to_skip := v_to_skip - 1;
            continue;
        end if;
        v_part := v_parts[i];
        if v_part like '%\%%' and v_part <> '%' then
            v_symbol := ' | ';
        elsif translate(v_part, '0123456789', '') <> v_part then
            if lower(right(symbols, 1)) <> upper(right(symbols, 1)) then
                v_part := ltrim(v_part, '.,');
            end if;
            -- After an unknown word a space may separate two numbers: "Top 100 299,90".
            amounts := amounts || case when v_part like '% %' and right(rtrim(symbols, ' .'), 1) = 'w' then '?' else v_part end;
            v_symbol := chr(cardinality(amounts) + case
                when length(v_part) = 2 and translate(v_part, '0123456789', '') = '' then 58112
                when v_part ~ '^[0-9]+$|^[0-9]{1,3}([ .,''][0-9]{3})+$' then 57856
                else 57600
            end);
        elsif length(v_part) = 1 and strpos(E' \n.,:/()%+&|*~[]-_', v_part) > 0 then
            v_symbol := v_part;
        else
            v_symbol := staging_raw.currency_codes() ->> v_part;
            if v_symbol is null and translate(v_part, U&'$\00A3\00A5', '') <> v_part then
                -- Capital letters before a dollar sign belong to a country: "RD$".
                if v_part ~ '^[A-Z]+ ?[$]' and not staging_raw.price_kinds() ? lower(rtrim(v_part, ' $')) then
                    symbols := '';
                    return;
                end if;
                v_symbol := staging_raw.currency_codes() ->> substring(v_part from '[$\u00A3\u00A5]');
            end if;
            if v_symbol is not null then
                currencies := currencies || v_symbol;
                v_symbol := chr(57344 + cardinality(currencies));
            else
                -- The longest phrase of up to three words.
                for n in reverse 2 .. 0 loop
                    v_symbol := staging_raw.price_kinds() ->> lower(array_to_string(v_parts[i : i + 2 * n], ''));
                    v_to_skip := 2 * n;
                    exit when v_symbol is not null;
                end loop;
                v_symbol := coalesce(v_symbol, staging_raw.price_kinds() ->> rtrim(lower(v_part), '.'), 'w');
                -- l and m mean litres and metres, but lakhs and millions directly after an amount of money.
                if v_symbol = 'g' and lower(v_part) in ('l', 'm') and symbols ~ '[\uE000-\uE0FF] ?[\uE100-\uE3FF]$' then
                    v_symbol := 'M';
                end if;
            end if;
        end if;
        symbols := symbols || v_symbol;
    end loop;
    if greatest(cardinality(amounts), cardinality(currencies)) > 100 then
        symbols := '';
    end if;
end;
$$;
comment on function staging_raw.price_symbols(text) is 'Parts of a price text as one symbol each, with its amounts and currencies.';

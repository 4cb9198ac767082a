-- Joins cents that are separated from their number to it by a middle dot: "12\n99", "12 . 99", and in a text with a
-- currency sign also "$12 99" and "12EUR99" with the euro sign. Returns the symbols and amounts of the text.
create or replace function staging_raw.join_cents(
    p_symbols text,
    p_amounts text[],
    out symbols text,
    out amounts text[]
)
language plpgsql
immutable
strict
parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
    v_between constant text := case when p_symbols ~ '[\uE000-\uE0FF]' then '(?: *\n *| *\n?[.,][ \n]+| +)' else '(?: *\n *| *\n?[.,][ \n]+)' end;
    v_pair text[];
begin
    symbols := p_symbols;
    amounts := p_amounts;
    if symbols !~ '[\uE300-\uE3FF]' then
        return;
    end if;
    loop
        v_pair := coalesce(
            regexp_match(
                symbols,
                '(?<![\uE100-\uE3FF][ .,]?)([\uE200-\uE3FF])(' || v_between || ')([\uE300-\uE3FF])(?=[ \n]*(?:$|[\n|()\uE000-\uE0FF-]))'
            ),
            regexp_match(symbols, '(?<![\uE000-\uE3FF][ .,]?)([\uE200-\uE3FF])([\uE000-\uE0FF])([\uE300-\uE3FF])(?![.,\uE000-\uE3FF])')
        );
        exit when v_pair is null;
        amounts[ascii(v_pair[1]) & 255] := amounts[ascii(v_pair[1]) & 255] || U&'\00B7' || amounts[ascii(v_pair[3]) & 255];
        symbols := replace(
            symbols, v_pair[1] || v_pair[2] || v_pair[3],
            chr(57600 + (ascii(v_pair[1]) & 255)) || case when v_pair[2] ~ '[\uE000-\uE0FF]' then v_pair[2] else '' end
        );
    end loop;
end;
$$;
comment on function staging_raw.join_cents(text, text[]) is 'Symbols and amounts of a price text, with separated cents joined to their number.';

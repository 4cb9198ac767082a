-- A count from 1234, "1,234 ratings", "(23,642)", "4K+ bought", "1.2M", "2,3 Tsd."; the lower bound when the text
-- rounds. A number with a fraction and no unit (4.5) is no count, and -1 means unknown. A number beyond bigint is
-- returned as the limit of bigint, so that the check stage rejects it instead of an overflow failing the batch.
create or replace function staging_raw.parse_count(p_text text)
returns bigint
language plpgsql
stable
strict
parallel safe
as $$
declare
    v_text text;
    v_count numeric;
    v_unit text;
    v_factor numeric;
begin
    if length(p_text) between 1 and 18 and translate(p_text, '0123456789', '') = '' then
        return p_text::bigint;
    end if;
    v_text := staging_raw.ascii_digits(left(p_text, 300));
    if translate(v_text, '0123456789', '') = v_text or staging_raw.is_unknown(v_text) then
        return null;
    end if;
    v_count := staging_raw.parse_number(v_text);
    v_unit := ltrim(v_text, ' (~<>+-');
    v_unit := case
        when v_unit ~ '^[0-9]' then nullif(split_part(translate(ltrim(v_unit, '0123456789., '), '.,+()', '     '), ' ', 1), '')
    end;
    -- Percentages, fractions, dates of a spreadsheet, stars and their scale are no counts.
    if v_unit is not null and (
        left(v_unit, 1) in ('%', '/') or left(v_unit, 1) = '-' and length(v_unit) > 1
        or translate(right(v_text, 4), '0123456789', '') = '' and v_text ~ '^[0-9]{1,2} [[:alpha:]]{3,9}[.]? [12][0-9]{3}$'
        or v_count <= 5 and v_unit in ('out', 'of', 'von', 'sur', 'su', 'de', 'van', 'av', 'z', U&'\0645\0646')
        or lower(v_unit) in (
            'star', 'stars', 'stern', 'sterne', 'sternen', U&'\00E9toile', U&'\00E9toiles', 'stella', 'stelle', 'estrella', 'estrellas',
            'estrela', 'estrelas', 'ster', 'sterren', U&'stj\00E4rna', U&'stj\00E4rnor', 'gwiazdek', 'gwiazdki', U&'y\0131ld\0131z',
            U&'\0646\062C\0648\0645', U&'\0938\094D\091F\093E\0930'
        )
        or left(v_unit, 1) in (U&'\661F', U&'\9846', U&'\9897', U&'\2605', U&'\2B50') or v_unit like U&'\3064\661F%'
    ) then
        return null;
    end if;
    if length(v_unit) <= 12 then
        select p.meaning::numeric into v_factor
        from staging_raw.phrases as p
        where p.kind = 'unit' and p.phrase = lower(v_unit);
        if v_factor is null and ascii(v_unit) > 127 then
            -- In scripts without spaces the unit is its first character.
            select p.meaning::numeric into v_factor
            from staging_raw.phrases as p
            where p.kind = 'unit' and p.phrase = left(v_unit, 1);
        end if;
    end if;
    v_count := v_count * coalesce(v_factor, 1);
    if v_count is null or v_count = -1 or (v_factor is null and v_count <> trunc(v_count)) then
        return null;
    end if;
    return greatest(least(trunc(v_count), 9223372036854775807), -9223372036854775807)::bigint;
end;
$$;
comment on function staging_raw.parse_count(text) is 'Whole number from a text such as 1,234 or 4K+; null without one.';

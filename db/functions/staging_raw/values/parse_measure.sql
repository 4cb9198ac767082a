-- What a value of an attribute says, for comparing: "1.1 Pounds" and "17.6 oz" are grams, "6 x 4 x 2 inches" are centimetres, "2 lb 3 oz"
-- are one weight, "pack of 3" is a count. Anything else is its text in lower case. A unit that core.feature_units lacks, or a number that
-- can be read in two ways, leaves the text. Few patterns: a session keeps only 32 of them compiled.
create or replace function staging_raw.parse_measure(p_text text, p_decimal_sign text default '.')
returns staging_raw.measure
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
    c_number constant text := '([0-9][0-9.,]*)';
    v_text text := btrim(translate(lower(staging_raw.ascii_digits(p_text)), U&'\0009\000A\000D\00D7', '   x'));
    v_measure staging_raw.measure;
    v_match text[];
    v_numbers numeric[];
    v_units core.feature_units[];
begin
    while strpos(v_text, '  ') > 0 loop
        v_text := replace(v_text, '  ', ' ');
    end loop;
    v_measure.normalized_value := v_text;
    if length(v_text) > 80 or translate(v_text, '0123456789', '') = v_text then
        if v_text in ('yes', 'true', 'ja', 'oui', 'si', U&'s\00ED', U&'s\00EC') then
            v_measure.normalized_value := 'yes';
        end if;
        return v_measure;
    end if;
    if strpos(v_text, 'x') > 1 then
        -- The letters of 6.5"D x 5.2"W x 3.1"H say which side is which.
        v_match := regexp_match(
            v_text,
            '^' || c_number || ' ?("|[a-z]{2,})? ?[lwhdbt]? ?x ?' || c_number || ' ?("|[a-z]{2,})? ?[lwhdbt]?(?: ?x ?'
                || c_number || ')? ?("|[a-z]{2,})? ?[lwhdbt]?[.]?$'
        );
        v_units[1] := (
            select u from core.feature_units as u where u.name = coalesce(v_match[6], v_match[4], v_match[2]) and u.unit = 'cm'
        );
        v_numbers := array[
            staging_raw.parse_decimal(v_match[1], p_decimal_sign), staging_raw.parse_decimal(v_match[3], p_decimal_sign),
            staging_raw.parse_decimal(v_match[5], p_decimal_sign)
        ];
        if v_units[1].factor is not null and num_nonnulls(v_numbers[1], v_numbers[2]) = 2
            and (v_match[5] is null) = (v_numbers[3] is null) then
            v_measure.normalized_value := (
                select string_agg(trim_scale(round(n.number * v_units[1].factor, 1))::text, ' x ' order by n.place)
                from unnest(v_numbers) with ordinality as n (number, place)
            );
            v_measure.unit := 'cm';
        end if;
        return v_measure;
    end if;

    if starts_with(v_text, 'pack of ') or starts_with(v_text, 'set of ') or starts_with(v_text, 'box of ') then
        v_text := split_part(v_text, ' of ', 2) || ' count';
    end if;
    v_match := regexp_match(
        v_text,
        '^(?:(?:about|approx[.]?|approximately|up to|ca[.]?|bis zu|~) ?)?' || c_number
            || '(?: ?-?([^0-9 .,-]+(?:[. ]+(?:oz|ounces?|hours?))?)[.]?)?(?:[ ,]+(?:and |und )?' || c_number || ' ?([^0-9 .,-]+)[.]?)?$'
    );
    v_numbers := array[
        staging_raw.parse_decimal(v_match[1], p_decimal_sign), staging_raw.parse_decimal(v_match[3], p_decimal_sign)
    ];
    if v_numbers[1] is null then
        return v_measure;
    end if;
    if v_match[2] is null and v_match[4] is null then
        v_measure.numeric_value := trim_scale(v_numbers[1]);
        v_measure.normalized_value := v_measure.numeric_value::text;
        return v_measure;
    end if;
    v_units[1] := (select u from core.feature_units as u where u.name = v_match[2]);
    v_units[2] := (select u from core.feature_units as u where u.name = v_match[4]);
    if v_units[1].unit is not null and (v_match[4] is null or v_units[2].unit = v_units[1].unit and v_numbers[2] is not null) then
        v_measure.numeric_value := trim_scale(round(v_numbers[1] * v_units[1].factor + coalesce(v_numbers[2] * v_units[2].factor, 0), 4));
        v_measure.unit := v_units[1].unit;
        v_measure.normalized_value := v_measure.numeric_value || ' ' || v_measure.unit;
    end if;
    return v_measure;
end;
$$;
comment on function staging_raw.parse_measure(text, text) is 'A value of an attribute as a number with a unit in which values are compared, else as text in lower case.';

-- What a value of an attribute says, for comparing: "1.1 Pounds" and "17.6 oz" are grams, "6 x 4 x 2 inches" are centimetres, "2 lb 3 oz"
-- are one weight, "pack of 3" is a count. Anything else is its text in lower case. A unit that core.feature_units lacks, or a number that
-- can be read in two ways, leaves the text.
create or replace function staging_raw.parse_measure(p_text text, p_decimal_sign text default '.')
returns staging_raw.measure
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
    c_number constant text := '([0-9][0-9.,]*)';
    v_text text := btrim(regexp_replace(lower(staging_raw.ascii_digits(p_text)), '[[:space:]]+', ' ', 'g'));
    v_measure staging_raw.measure := row(v_text, null, null);
    v_match text[];
    v_names text[];
    v_numbers numeric[];
    v_units core.feature_units[];
begin
    if v_text !~ '[0-9]' then
        v_measure.normalized_value := case when v_text in ('yes', 'true', 'ja', 'oui', 'si', U&'s\00ED', U&'s\00EC') then 'yes' else v_text end;
        return v_measure;
    end if;
    v_match := regexp_match(
        regexp_replace(translate(v_text, U&'\00D7', 'x'), '("|[0-9]) ?[lwhdbt](?![a-z])', '\1', 'g'),
        '^' || c_number || ' ?([a-z"]*) ?x ?' || c_number || ' ?([a-z"]*)(?: ?x ?' || c_number || ')? ?([a-z"]*)[.]?$'
    );
    if v_match is not null then
        v_units[1] := (
            select u from core.feature_units as u where u.name = coalesce(nullif(v_match[6], ''), nullif(v_match[4], ''), v_match[2])
        );
        v_numbers := array[
            staging_raw.parse_decimal(v_match[1], p_decimal_sign), staging_raw.parse_decimal(v_match[3], p_decimal_sign),
            staging_raw.parse_decimal(v_match[5], p_decimal_sign)
        ];
        if v_units[1].unit = 'cm' and num_nonnulls(v_numbers[1], v_numbers[2]) = 2 and (v_match[5] is null) = (v_numbers[3] is null) then
            select string_agg(trim_scale(round(n.number * v_units[1].factor, 1))::text, ' x ' order by n.place), 'cm'
            into v_measure.normalized_value, v_measure.unit
            from unnest(v_numbers) with ordinality as n (number, place);
        end if;
        return v_measure;
    end if;

    v_text := regexp_replace(v_text, '^(?:about|approx[.]?|approximately|up to|ca[.]?|bis zu|~) ?', '');
    v_match := coalesce(
        regexp_match(
            v_text,
            '^' || c_number || ' ?-?(?:([[:alpha:]"%]+(?:[. ]+(?:oz|ounces?|hours?))?)[.]?)?(?:[ ,]+(?:and |und )?' || c_number || ' ?([[:alpha:]"]+)[.]?)?$'
        ),
        regexp_match(v_text, '^(?:pack|set|box|lot) of ([0-9]+)()()()$')
    );
    v_names := array[case when v_match[2] = '' then 'count' else v_match[2] end, nullif(v_match[4], '')];
    v_numbers := array[
        staging_raw.parse_decimal(v_match[1], p_decimal_sign), staging_raw.parse_decimal(nullif(v_match[3], ''), p_decimal_sign)
    ];
    if v_numbers[1] is null then
        return v_measure;
    end if;
    for v_place in 1 .. 2 loop
        v_units[v_place] := (select u from core.feature_units as u where u.name = v_names[v_place]);
    end loop;
    if v_names[1] is null and v_names[2] is null then
        v_measure := row(trim_scale(v_numbers[1])::text, trim_scale(v_numbers[1]), null);
    elsif v_units[1].unit is not null
        and (v_names[2] is null or v_units[2].unit = v_units[1].unit and v_numbers[2] is not null) then
        v_measure.numeric_value := trim_scale(round(
            v_numbers[1] * v_units[1].factor + coalesce(v_numbers[2] * v_units[2].factor, 0), 4
        ));
        v_measure.unit := v_units[1].unit;
        v_measure.normalized_value := v_measure.numeric_value || ' ' || v_measure.unit;
    end if;
    return v_measure;
end;
$$;
comment on function staging_raw.parse_measure(text, text) is 'A value of an attribute as a number with a unit in which values are compared, else as text in lower case.';

-- Stars from "4.5", "5.0 out of 5 stars", "4,5 von 5 Sternen", the name of a star icon, stars themselves, and where the scale comes
-- first (Japanese, Turkish and Hindi pages) the second number. 0 means no ratings and becomes null, -1 unknown.
create or replace function staging_raw.parse_rating(p_text text)
returns numeric
language plpgsql
stable
strict
parallel safe
as $$
declare
    v_text text;
    v_parts text[];
    v_stars text;
begin
    if length(p_text) <= 11 and (
        (length(p_text) = 1 and translate(p_text, '0123456789', '') = '')
        or (p_text like '_._%' and translate(p_text, '0123456789', '') = '.')
    ) then
        return nullif(p_text::numeric, 0);
    end if;
    v_text := staging_raw.ascii_digits(left(p_text, 100));
    if translate(v_text, '0123456789', '') = v_text then
        return nullif(length(v_text) - length(translate(v_text, U&'\2605\2B50', '')), 0)::numeric;
    end if;
    if v_text like '%a-star%' then
        v_stars := replace(substring(v_text from 'a-star(?:-[a-z]+)*-([0-5](?:-5)?)(?![0-9])'), '-', '.');
    end if;
    if v_stars is null then
        v_parts := regexp_match(
            v_text,
            '^[^-0-9]*(-?[0-9]{1,9}(?:[.,][0-9]{1,20})?)(?![0-9eE]|[.,][0-9])[^0-9]*([0-9]{1,9}(?:[.,][0-9]{1,9})?)?'
        );
        v_stars := case
            when v_parts[1] = '5' and v_parts[2] is not null and staging_raw.phrase_meaning('rating_scale', v_text) = 'scale first'
                then v_parts[2]
            else v_parts[1]
        end;
    end if;
    return nullif(nullif(replace(v_stars, ',', '.')::numeric, 0), -1);
end;
$$;
comment on function staging_raw.parse_rating(text) is 'Average stars from a text; null when there are none.';

-- Stars from "4.5", "5.0 out of 5 stars", "4,5 von 5 Sternen", and where the scale comes first ("5 ... 4.3", Japanese and
-- Turkish pages) the second number. 0 means no ratings and becomes null.
create or replace function staging_raw.parse_rating(p_text text)
returns numeric
language plpgsql
immutable
strict
parallel safe
as $$
declare
    v_parts text[];
    v_stars text;
begin
    if p_text ~ '^[0-9]([.][0-9]{1,9})?$' then
        return nullif(p_text::numeric, 0);
    end if;
    v_parts := regexp_match(
        left(p_text, 100),
        '^[^-0-9]*(-?[0-9]{1,9}(?:[.,][0-9]{1,20})?)(?![0-9eE]|[.,][0-9])[^0-9]*([0-9]{1,9}(?:[.,][0-9]{1,9})?)?'
    );
    v_stars := case when v_parts[1] = '5' then coalesce(v_parts[2], '5') else v_parts[1] end;
    return nullif(replace(v_stars, ',', '.')::numeric, 0);
end;
$$;
comment on function staging_raw.parse_rating(text) is 'Average stars from a text; null when there are none.';

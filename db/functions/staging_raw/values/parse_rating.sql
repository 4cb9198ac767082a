-- Stars from "4.5", "5.0 out of 5 stars", "4,5 von 5 Sternen", the name of a star icon, or star characters; the second
-- number when the scale comes first (Japanese, Turkish and Hindi pages). 0 means no ratings and becomes null; -1 means
-- unknown.
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
    v_scale text;
begin
    if length(p_text) <= 11 and (
        (length(p_text) = 1 and translate(p_text, '0123456789', '') = '')
        or (p_text like '_._%' and translate(p_text, '0123456789', '') = '.')
    ) then
        return nullif(p_text::numeric, 0);
    end if;
    v_text := left(p_text, 100);
    if strpos(v_text, U&'\00BD') > 0 then
        -- One half, as a character: of a star, or after a number.
        v_text := regexp_replace(v_text, '([0-9]) ?\u00BD', '\1.5', 'g');
        if v_text !~ '[0-9]' then
            return length(v_text) - length(translate(v_text, U&'\2605\2B50', '')) + 0.5;
        end if;
    end if;
    v_text := staging_raw.ascii_digits(v_text);
    if translate(v_text, '0123456789', '') = v_text then
        return nullif(length(v_text) - length(translate(v_text, U&'\2605\2B50', '')), 0)::numeric;
    end if;
    if v_text like '%a-star%' then
        v_stars := replace(substring(v_text from 'a-star(?:-[a-z]+)*-([0-5](?:-5)?)(?![0-9])'), '-', '.');
    end if;
    if v_stars is null then
        if left(v_text, 1) = '(' then
            -- A number in brackets before the stars is a count.
            v_text := regexp_replace(v_text, '^[(][^()]*[)] *(?=.*[0-9])', '');
        end if;
        v_scale := '([0-5](?:[.,][0-9]{1,20})?) ?(?:/|out of|of|von|sur|su|de|van|av|z|em|\u0645\u0646) ?5(?![0-9.,])';
        v_parts := regexp_match(
            v_text,
            '^[^-0-9]*(-?[0-9]{1,9}(?:[.,][0-9]{1,20})?)(?![0-9eE]|[.,][0-9])[^0-9]*([0-9]{1,9}(?:[.,][0-9]{1,9})?)?'
        );
        v_stars := v_parts[1];
        if v_stars = '5' and v_parts[2] is not null and staging_raw.phrase_meaning('rating_scale', v_text) = 'scale first' then
            v_stars := v_parts[2];
        elsif strpos(v_text, '%') > 0
            or v_parts[2] in ('10', '100') and v_text ~ '[0-9] ?(?:/|out of|of|von|sur|su|de|van|av|z|em|\u0645\u0646) ?10' then
            return null;
        elsif length(v_stars) <= 4 and substr(v_stars, 2, 1) in ('.', ',') or v_text ~ ('^[^-0-9]*' || v_scale) then
            null;
        elsif v_text ~ '^[[:alpha:]]{3}[-.][0-9]{2}$|^[12][0-9]{3}-[0-9]{2}-[0-9]{2}' then
            return null;
        elsif v_text ~ '^[0-9]{1,2}(?:-|/|[.] ?)[[:alpha:]]{3,9}[.]?$' then
            -- A spreadsheet turns 4.5 into 4-May.
            perform
            from staging_raw.parse_date(regexp_replace(v_text, '^([0-9]+)[^[:alpha:]]+([[:alpha:]]+).*$', '\1 \2 2000'));
            if found then
                return null;
            end if;
        elsif v_parts[2] is not null and v_stars ~ '^[0-9]{2}|[.,][0-9]{3}$' or v_text ~* (
            '^[^-0-9]*[0-9][0-9.,]* ?(?:customer |global |verified |kunden)?(?:reviews?\M|ratings\M|bewertung|rezension|avis\M'
            '|\u00E9valuation|recensi|valutazion|rese\u00F1a|opinion|valoracion|calificacion|beoordeling|omd\u00F6me|opini[ie]|ocen\M'
            '|de\u011Ferlendirme|yorum|avalia|\u4EF6|\u500B\u306E\u8A55\u4FA1|\u30EC\u30D3\u30E5\u30FC|\u062A\u0642\u064A\u064A\u0645|\u0645\u0631\u0627\u062C\u0639)'
        ) then
            -- A count, alone or before the stars: the stars are the number with a scale, else the only one with one or
            -- two decimals.
            v_stars := substring(v_text from v_scale);
            if v_stars is null and v_text !~ '(?<![0-9.,])[0-5][.,][0-9]{1,2}(?![0-9.,]).*(?<![0-9.,])[0-5][.,][0-9]{1,2}(?![0-9])' then
                v_stars := substring(v_text from '(?<![0-9.,])([0-5][.,][0-9]{1,2})(?![0-9])');
            end if;
        end if;
    end if;
    return nullif(nullif(replace(v_stars, ',', '.')::numeric, 0), -1);
end;
$$;
comment on function staging_raw.parse_rating(text) is 'Average stars from a text; null without any.';

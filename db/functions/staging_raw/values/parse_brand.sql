-- A brand without the words of the link that it was read from: "Visit the X Store", "Brand: X", and the same in the
-- languages of the other marketplaces. "The Harbour Store" is a brand and stays. A single ASCII word is returned
-- without a lookup. A link begins with a word or a character of its own, or else with the name: the index finds
-- those that can match.
create or replace function staging_raw.parse_brand(p_text text)
returns text
language plpgsql
stable
strict
parallel safe
as $$
declare
    v_text text := btrim(p_text, U&' \00A0\3000\200E\200F\0009\000A\000D');
    v_lower text := lower(v_text);
    v_colon integer;
    v_link text;
begin
    if staging_raw.is_unknown(v_text) then
        return null;
    end if;
    v_colon := strpos(translate(v_text, U&'\FF1A', ':'), ':');
    if v_colon > 0 then
        perform from staging_raw.phrases as p
        where p.kind = 'brand_label' and p.phrase = staging_raw.normal_phrase(left(v_text, v_colon - 1));
        if found then
            return staging_raw.parse_brand(substr(v_text, v_colon + 1));
        end if;
    elsif strpos(v_text, ' ') = 0 and octet_length(v_text) = length(v_text) then
        return v_text;
    end if;
    select p.phrase into v_link
    from staging_raw.phrases as p
    where p.kind = 'brand_link'
        and p.anchor in (split_part(v_lower, ' ', 1), left(v_lower, 1), '%')
        and v_lower like p.pattern
    order by length(p.phrase) desc
    limit 1;
    if v_link is null then
        return v_text;
    end if;
    v_text := btrim(substr(v_text, strpos(v_link, '%'), length(v_text) - length(v_link) + 1), U&' \00A0');
    -- "Visit the Store" contains no brand.
    return case when lower(v_text) not in ('', 'the') then v_text end;
end;
$$;
comment on function staging_raw.parse_brand(text) is 'Brand without "Visit the ... Store" or "Brand:"; null when nothing is left.';

-- A brand without the words of the link it was read from: "Visit the X Store", "Brand: X", and the same in the languages of the
-- other marketplaces. "The Harbour Store" is a brand and stays.
create or replace function staging_raw.parse_brand(p_text text)
returns text
language plpgsql
immutable
strict
parallel safe
as $$
declare
    v_parts text[];
begin
    if p_text !~ U&'^[[:space:]]*$|^[[:space:]]|[[:space:]]$|:|\FF1A|^(Visit|Besuch|Bezoek)|\30B9\30C8\30A2' then
        return p_text;
    end if;
    v_parts := regexp_match(
        btrim(p_text),
        U&'^(?:Visit the (.+) Store|Besuche(?:n Sie)? den (.+?)[- ]Store|Visite[rz]? la boutique (?:de )?(.+)'
        '|Visita la (?:tienda|Store) (?:de|di) (.+)|Visita lo Store di (.+)|Bezoek de (.+)-Store|(.+)\306E\30B9\30C8\30A2\3092\8868\793A'
        '|(?:Brand|Marke|Marque|Marca|Merk|\30D6\30E9\30F3\30C9)[[:space:]\00A0]*[:\FF1A](.+))$'
    );
    return nullif(btrim(case when v_parts is null then p_text else array_to_string(v_parts, '') end), '');
end;
$$;
comment on function staging_raw.parse_brand(text) is 'Brand without "Visit the ... Store" or "Brand:"; null when nothing is left.';

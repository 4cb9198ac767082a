-- Returns whether an availability text means in stock now, in the languages of all shops; null when it does not say.
-- Future stock, a pre-order and "ships within 1 to 2 months" are not in stock; shipping within days or weeks is.
-- Scrapers join the texts of a page by two spaces: the first text is that of the product. The most common texts are
-- decided without a lookup.
create or replace function staging_raw.parse_availability(p_text text)
returns boolean
language plpgsql
stable
strict
parallel safe
as $$
declare
    v_text text := split_part(btrim(p_text, U&' \00A0\0009\000A\000D'), '  ', 1);
    v_meaning text;
begin
    if v_text in ('In Stock', 'In stock', 'In Stock.', 'In stock.') then
        return true;
    elsif staging_raw.is_unknown(v_text) then
        return null;
    end if;
    v_meaning := staging_raw.phrase_meaning('availability', v_text);
    -- Phrases are looked up without their numbers, so "0 in stock" matches like "3 in stock". The 0 in "within 0 to 1
    -- days" is no stock of 0.
    if v_meaning = 'in_stock' and translate(v_text, U&'0\0660\06F0\0966\FF10', '') <> v_text then
        v_text := staging_raw.ascii_digits(v_text);
        if v_text ~ '(^|[^0-9.,])0([^0-9.,]|$)' and v_text !~* '(^|[^0-9.,])0 ?([-:/]|to |bis |a |tot |till |do |hour|da[yg]|tag|stund|jour|heure|giorn|dni|g\u00FCn|\u65E5|\u6642)' then
            return false;
        end if;
    end if;
    return case v_meaning when 'in_stock' then true when 'out_of_stock' then false end;
end;
$$;
comment on function staging_raw.parse_availability(text) is 'True when the text means in stock, false when it means not in stock; null otherwise.';

-- Whether an availability text says that the product can be bought now; null where it does not say.
create or replace function staging_raw.parse_availability(p_text text)
returns boolean
language plpgsql
immutable
strict
parallel safe
as $$
begin
    if p_text like 'In Stock%' or p_text like 'In stock%' then
        return p_text !~* '^in stock on ';
    end if;
    return case
        when p_text ~* (
            U&'unavailable|out of stock|not in stock|no longer available|not available|sold out|nicht verf\00FCgbar|nicht auf lager'
            '|ausverkauft|indisponible|rupture|no disponible|agotado|non disponibile|niet beschikbaar|indispon\00EDvel'
            '|\5728\5EAB\5207\308C|\53D6\308A\6271\3044\3067\304D\307E\305B\3093'
        ) then false
        when p_text ~* (
            U&'in stock|available|ships|auf lager|verf\00FCgbar|en stock|disponible|disponibile|op voorraad|em estoque|\5728\5EAB\3042\308A'
            '|\6B8B\308A.*\70B9'
        ) then true
    end;
end;
$$;
comment on function staging_raw.parse_availability(text) is 'True when the text says in stock, false when it says it is not; null otherwise.';

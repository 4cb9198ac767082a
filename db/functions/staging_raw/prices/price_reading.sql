-- Reads a price text with more than an amount: its symbols after all rules, its amounts, and its currencies. Beside the
-- code of a dollar or yen currency, the plain sign is dropped.
create or replace function staging_raw.price_reading(
    p_text text,
    out symbols text,
    out amounts text[],
    out currencies text[]
)
language plpgsql
immutable
strict
parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
    v_currencies text[];
begin
    select s.symbols, s.amounts, s.currencies into symbols, amounts, v_currencies from staging_raw.price_symbols(p_text) as s;
    -- The yen has no cents: two digits after it are another number.
    if not v_currencies && array['JPY', U&'\00A5'] then
        select c.symbols, c.amounts into symbols, amounts from staging_raw.join_cents(symbols, amounts) as c;
    end if;
    symbols := staging_raw.price_rules(symbols);
    currencies := array(
        select distinct v_currencies[ascii(m.match[1]) & 255]
        from regexp_matches(symbols, '[\uE000-\uE0FF]', 'g') as m (match)
    );
    -- When the text has signs but none beside an amount, a bare number is not the price.
    if cardinality(currencies) = 0 and cardinality(v_currencies) > 0 and symbols ~ '[\uE100-\uE3FF]' then
        symbols := '';
    end if;
    if currencies && array['USD', 'CAD', 'AUD', 'MXN', 'SGD', 'NZD', 'HKD', 'TWD'] then
        currencies := array_remove(currencies, '$');
    elsif currencies && array['JPY', 'CNY'] then
        currencies := array_remove(currencies, U&'\00A5');
    end if;
end;
$$;
comment on function staging_raw.price_reading(text) is 'Symbols, amounts and currencies of a price text after all rules.';

-- Add a marketplace and the names by which items name it: its domain, code, country, Amazon's identifier, and the domain
-- without "amazon."; a name that stands for another marketplace already stays as it is. Returns the names of the new one.
-- Raises AM409 when the code, the domain or Amazon's identifier belongs to another marketplace, AM422 for invalid values.
create or replace function ops.add_marketplace(
    p_marketplace text,
    p_country text,
    p_domain text,
    p_currency_code text,
    p_decimal_sign text,
    p_time_zone text,
    p_amazon_marketplace_id text
)
returns setof text
language plpgsql
volatile
security definer  -- asinmart_admin adds marketplaces but owns nothing
set search_path = pg_catalog, pg_temp
as $$
begin
    if p_domain !~ '^amazon(\.[a-z]{2,3}){1,2}$' then
        raise exception 'the domain % is not that of a shop of Amazon', left(p_domain, 100)
            using errcode = 'AM422', hint = 'Pass the host without www, such as amazon.com.mx.';
    end if;
    if not exists (
        select from staging_raw.currency_signs() as s where s.currency = p_currency_code and s.decimal_sign in (p_decimal_sign, '')
    ) then
        raise exception 'prices in % with the decimal sign % cannot be read', quote_nullable(left(p_currency_code, 10)), quote_nullable(p_decimal_sign)
            using errcode = 'AM422', hint = 'Pass an ISO 4217 code of staging_raw.currency_signs and the sign before the cents in the shop, point or comma.';
    end if;
    if not exists (select from pg_timezone_names as z where z.name = p_time_zone) then
        raise exception 'there is no time zone %', quote_nullable(left(p_time_zone, 100))
            using errcode = 'AM422', hint = 'Pass a name of pg_timezone_names, such as America/Bogota.';
    end if;
    insert into core.marketplaces (marketplace, country, domain, currency_code, decimal_sign, time_zone, amazon_marketplace_id)
    values (p_marketplace, p_country, p_domain, p_currency_code, p_decimal_sign, p_time_zone, p_amazon_marketplace_id);
    insert into core.marketplace_names (name, marketplace)
    select distinct lower(n.name), p_marketplace
    from unnest(array[p_domain, p_marketplace, p_country, p_amazon_marketplace_id, substring(p_domain from 'amazon\.(.*)')]) as n (name)
    on conflict (name) do nothing;
    return query select n.name from core.marketplace_names as n where n.marketplace = p_marketplace order by n.name;
exception
    when unique_violation then
        raise exception 'another marketplace has the code %, the domain % or the identifier %', p_marketplace, p_domain, p_amazon_marketplace_id
            using errcode = 'AM409', hint = 'See core.marketplaces. If only a name is missing, add it to core.marketplace_names.';
    when check_violation or not_null_violation then
        raise exception 'a marketplace needs a code of two capital letters, a country and an identifier of Amazon'
            using errcode = 'AM422', hint = 'See core.marketplaces for examples.';
end;
$$;
comment on function ops.add_marketplace(text, text, text, text, text, text, text) is 'Adds a marketplace and returns the names by which items name it.';
grant execute on function ops.add_marketplace(text, text, text, text, text, text, text) to asinmart_admin;

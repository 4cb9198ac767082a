create or replace function staging_raw.keepa_url(p_domain_id text, p_asin text)
returns text
language sql
immutable
parallel safe
as $$
    select 'https://www.amazon.' || case p_domain_id
        when '1' then 'com'
        when '2' then 'co.uk'
        when '3' then 'de'
        when '4' then 'fr'
        when '5' then 'co.jp'
        when '6' then 'ca'
        when '8' then 'it'
        when '9' then 'es'
        when '10' then 'in'
        when '11' then 'com.mx'
        when '12' then 'com.br'
        when '13' then 'com.au'
        -- The host of an unknown domain: the item is then rejected, not assigned to amazon.com.
        else 'domain-' || p_domain_id
    end || '/dp/' || p_asin;
$$;
comment on function staging_raw.keepa_url(text, text) is 'Product url in the shop of a Keepa domain number; null without one.';

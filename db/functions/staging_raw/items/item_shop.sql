-- Shop of an item outside of its url, in the form of core.marketplace_names: a host, a code, a country, or Amazon's own
-- identifier. "Amazon" alone identifies no shop.
create or replace function staging_raw.item_shop(p_item jsonb)
returns text
language sql
immutable
parallel safe
as $$
    select case when p_item ?| array[
        'marketplace', 'marketplaceId', 'marketplace_id', 'domain', 'domainCode', 'domain_code', 'amazon_domain', 'amazonDomain',
        'country', 'countryCode', 'country_code', 'region', 'market', 'tld', 'shop', 'store', 'site', 'locale', 'Locale', 'Marketplace', 'Domain', 'Country'
    ] then nullif(lower(btrim(regexp_replace(
        coalesce(
            p_item ->> 'marketplace', p_item ->> 'marketplaceId', p_item ->> 'marketplace_id', p_item ->> 'domain',
            p_item ->> 'domainCode', p_item ->> 'domain_code', p_item ->> 'amazon_domain', p_item ->> 'amazonDomain',
            p_item ->> 'country', p_item ->> 'countryCode', p_item ->> 'country_code', p_item ->> 'region', p_item ->> 'market',
            p_item ->> 'tld', p_item ->> 'shop', p_item ->> 'store',
            p_item ->> 'site', p_item ->> 'locale', p_item ->> 'Locale', p_item ->> 'Marketplace', p_item ->> 'Domain', p_item ->> 'Country'
        ),
        '^([a-zA-Z]+:)?//(www\.)?|^www\.|^[a-z]{2}[-_](?=[A-Z]{2}$)|^[aA]mazon[ ,-]+|/.*$', '', 'g'
    ))), 'amazon') end;
$$;
comment on function staging_raw.item_shop(jsonb) is 'Shop of an item under any of the usual keys, lower case; null without one.';

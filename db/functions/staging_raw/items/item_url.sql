-- Url of an item under any of the names that sources use; the usual one first.
create or replace function staging_raw.item_url(p_item jsonb)
returns text
language sql
immutable
parallel safe
as $$
    select coalesce(
        p_item ->> 'url',
        case when p_item ?| array[
            'productURL', 'productUrl', 'product_url', 'productLink', 'product_link', 'link', 'amazon_url', 'amazonUrl', 'detailPageURL',
            'detailPageUrl', 'canonicalUrl', 'canonical_url', 'pageUrl', 'page_url', 'URL', 'Url', 'href', 'affiliateUrl',
            'source_url', 'sourceUrl', 'productPageUrl', 'loadedUrl', 'finalUrl', 'final_url', 'item_url', 'itemUrl', 'asin_url',
            'asinUrl', 'input'
        ] then coalesce(
            p_item ->> 'productURL', p_item ->> 'productUrl', p_item ->> 'product_url', p_item ->> 'productLink',
            p_item ->> 'product_link', p_item ->> 'link', p_item ->> 'amazon_url', p_item ->> 'amazonUrl', p_item ->> 'detailPageURL',
            p_item ->> 'detailPageUrl', p_item ->> 'canonicalUrl', p_item ->> 'canonical_url', p_item ->> 'pageUrl',
            p_item ->> 'page_url', p_item ->> 'URL', p_item ->> 'Url', p_item ->> 'href', p_item ->> 'affiliateUrl',
            p_item ->> 'source_url', p_item ->> 'sourceUrl', p_item ->> 'productPageUrl', p_item ->> 'loadedUrl', p_item ->> 'finalUrl',
            p_item ->> 'final_url', p_item ->> 'item_url', p_item ->> 'itemUrl', p_item ->> 'asin_url', p_item ->> 'asinUrl',
            p_item -> 'input' ->> 'url'
        ) end
    );
$$;
comment on function staging_raw.item_url(jsonb) is 'Url of an item under any of the usual keys; null without one.';

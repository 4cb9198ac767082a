create or replace function staging_raw.asin_from_url(p_url text)
returns text
language sql
immutable
parallel safe
as $$
    select upper((regexp_match(
        p_url,
        '(?:/dp/|/gp/product/|/product-reviews/|/gp/aw/d/|/gp/offer-listing/|/ASIN/|[?&]ASIN=)(?:product/)?([a-z0-9]{10})(?![a-z0-9])',
        'i'
    ))[1]);
$$;
comment on function staging_raw.asin_from_url(text) is 'ASIN in a product url, upper case; null without one.';

-- A row of a sheet or export that names its columns its own way: renamed by ops.column_names, then read as the plain form.
-- One that has nothing to do with offers says nothing about them: it is ok, not no_offer.
-- Fenced with "offset 0" as in from_junglee_product.
create or replace function staging_raw.from_named_columns(
    p_payload jsonb,
    p_decimal_sign text default ''
)
returns setof staging_raw.observation
language sql
stable
parallel safe
as $$
    select
        o.element_no, o.asin, o.requested_asin, o.url, o.scraped_at, o.observed_date,
        case when o.status = 'no_offer' and not speaks.of_offers then 'ok' else o.status end as status, o.price, o.list_price, o.buybox_price,
        o.buybox_seller, o.bsr, o.bsr_category, o.bsr_main, o.bsr_data, o.rating, o.reviews_count, o.in_stock, o.availability,
        o.is_prime, o.offers_count, o.coupon, o.title, o.brand, o.manufacturer, o.model, o.category_path, o.image_url, o.parent_asin,
        o.bullets, o.attributes, o.list_category, o.list_rank, o.currency, o.used_price,
        speaks.of_offers as speaks_of_offers
    from (select staging_raw.rename_columns(p_payload) as item offset 0) as renamed
    cross join lateral staging_raw.from_observation(renamed.item, p_decimal_sign) as o
    cross join lateral (
        select renamed.item ?| array['price', 'in_stock', 'availability', 'buybox_price', 'used_price', 'offers_count', 'status'] as of_offers
    ) as speaks
    offset 0;
$$;
comment on function staging_raw.from_named_columns(jsonb, text) is 'Standard row of a row whose columns ops.column_names knows.';

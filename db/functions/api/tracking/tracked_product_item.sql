create or replace function api.tracked_product_item(p_product app.tracked_products)
returns json
language sql
stable
set search_path = pg_catalog, pg_temp
set intervalstyle = iso_8601
as $$
    select json_build_object(
        'asin', p_product.asin, 'marketplace', p_product.marketplace,
        'title', (select p.title from core.products as p where p.asin = p_product.asin and p.marketplace = p_product.marketplace),
        'price_change_threshold_pct', p_product.price_change_threshold_pct,
        'bsr_change_threshold_pct', p_product.bsr_change_threshold_pct,
        'tracking_frequency', p_product.tracking_frequency::text, 'notes', p_product.notes,
        'snooze_ends_at', p_product.snooze_ends_at, 'is_active', p_product.is_active, 'created_at', p_product.created_at
    );
$$;
comment on function api.tracked_product_item(app.tracked_products) is 'A tracked product as the REST API shows it.';
grant execute on function api.tracked_product_item(app.tracked_products) to asinmart_api;

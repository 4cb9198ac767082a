create or replace function api.brand_item(p_brand core.brands)
returns json
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select json_build_object(
        'id', p_brand.id, 'brand_name', p_brand.brand_name, 'display_name', coalesce(p_brand.display_name, p_brand.brand_name),
        'is_active', p_brand.is_active,
        'product_count', (
            select count(*) from core.asin_brand_mapping as m
            where m.tenant_id = p_brand.tenant_id and m.brand_id = p_brand.id and m.is_active
        ),
        'latest_week', (
            select max(s.period_start) from sqp.brand_product_segments as s
            where s.tenant_id = p_brand.tenant_id and s.brand_id = p_brand.id and s.segment_type = 'weekly'
        ),
        'latest_month', (
            select max(s.period_start) from sqp.brand_product_segments as s
            where s.tenant_id = p_brand.tenant_id and s.brand_id = p_brand.id and s.segment_type = 'monthly'
        ),
        'created_at', p_brand.created_at
    );
$$;
comment on function api.brand_item(core.brands) is 'A brand as the REST API shows it.';
grant execute on function api.brand_item(core.brands) to asinmart_api;

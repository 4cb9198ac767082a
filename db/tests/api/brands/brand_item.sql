begin;
set local search_path to extensions, public;
\ir ../../support/brands.psql
select plan(2);

update core.brands set display_name = 'Acme Inc.' where tenant_id = pg_temp.a();
update core.asin_brand_mapping set is_active = false where tenant_id = pg_temp.a() and asin = 'B0TESTA002';
set local role asinmart_api;
select api.act_as(pg_temp.a());
select is(
    (select api.brand_item(b)::jsonb - 'created_at' from core.brands as b where b.brand_name = 'Acme'),
    jsonb_build_object(
        'id', pg_temp.brand(pg_temp.a()), 'brand_name', 'Acme', 'display_name', 'Acme Inc.', 'is_active', true, 'product_count', 1,
        'latest_week', '2025-01-12', 'latest_month', '2025-01-01'
    ),
    'an item has the brand, its products that count, and how new its segments are'
);
reset role;
insert into core.brands (tenant_id, brand_name) values (pg_temp.a(), 'New');
select is(
    (select api.brand_item(b)::jsonb - 'created_at' - 'id' from core.brands as b where b.brand_name = 'New'),
    '{"brand_name": "New", "display_name": "New", "is_active": true, "product_count": 0, "latest_week": null, "latest_month": null}',
    'a brand without reports has none'
);

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
\ir ../../support/two_tenants.psql
select plan(2);

insert into app.tracked_products (tenant_id, asin, marketplace, tracking_frequency, notes, is_active) values
    (pg_temp.a(), 'B0TESTA001', 'US', '36 hours', 'note', true), (pg_temp.a(), 'B0TESTA001', 'DE', '1 day', null, false), (pg_temp.a(), 'B0TESTA002', 'US', '1 day', null, true),
    (pg_temp.b(), 'B0TESTB001', 'US', '1 day', null, true);

set local role asinmart_api;
select is(api.track_product(pg_temp.a(), 'B0TESTA003', 'US', '{"notes": "x", "asin": "B0TESTA009"}')::jsonb #>> '{data,asin}', 'B0TESTA003', 'the product is that of the path');
select is(api.track_product(pg_temp.a(), 'B0TESTA003', 'US', '{}')::jsonb #>> '{data,notes}', null, 'an existing entry is replaced');

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
\ir ../../support/two_tenants.psql
\ir ../../support/load_run.psql
select plan(4);

insert into app.tracked_products (tenant_id, asin) values (pg_temp.a(), 'B0TESTA001'), (pg_temp.a(), 'B0TESTA002'), (pg_temp.b(), 'B0TESTA001'), (pg_temp.b(), 'B0TESTA003');
select pg_temp.load_run('p1', pg_temp.observed('B0TESTA002', '2025-03-09', '{"price": 10}'), pg_temp.observed('B0TESTA001', '2025-03-10', '{"price": 10}'));
set local role asinmart_api;
create function pg_temp.latest(p_tenant_id uuid) returns jsonb language sql as $$
    select f.item
    from jsonb_array_elements(api.data_freshness(p_tenant_id)::jsonb -> 'data') as f (item)
    where f.item ->> 'table_name' = 'product_latest';
$$;
select is(pg_temp.latest(pg_temp.a()) ->> 'newest_day', '2025-03-10', 'a row has the age of a table');
select is(pg_temp.latest(pg_temp.a()) -> 'tracked_product_count', '2', 'a row has the tenant''s own tracked products');
select is(pg_temp.latest(pg_temp.a()) -> 'tracked_observed_count', '1', 'a row has the tracked products observed on the newest day');
select is(pg_temp.latest(pg_temp.a()) ?| array['product_count', 'observed_share', 'tracked_observed_share'], false, 'a row has no counts over all tenants');

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
\ir ../../support/two_tenants.psql
select plan(1);

insert into app.tracked_products (tenant_id, asin, marketplace, tracking_frequency, notes, is_active) values
    (pg_temp.a(), 'B0TESTA001', 'US', '36 hours', 'note', true), (pg_temp.a(), 'B0TESTA001', 'DE', '1 day', null, false), (pg_temp.a(), 'B0TESTA002', 'US', '1 day', null, true),
    (pg_temp.b(), 'B0TESTB001', 'US', '1 day', null, true);

set local role asinmart_api;
select is(
    api.track_products(pg_temp.a(), '{"products": [{"asin": "B0TESTA002"}, {"asin": "B0TESTA003"}]}')::jsonb -> 'data',
    '{"received_count": 2, "new_count": 1, "changed_count": 0}'::jsonb, 'the answer counts new and changed products'
);

select * from finish();
rollback;

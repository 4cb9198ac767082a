begin;
set local search_path to extensions, public;
\ir ../../support/two_tenants.psql
select plan(4);

insert into app.tracked_products (tenant_id, asin, marketplace, tracking_frequency, notes, is_active) values
    (pg_temp.a(), 'B0TESTA001', 'US', '36 hours', 'note', true), (pg_temp.a(), 'B0TESTA001', 'DE', '1 day', null, false), (pg_temp.a(), 'B0TESTA002', 'US', '1 day', null, true),
    (pg_temp.b(), 'B0TESTB001', 'US', '1 day', null, true);

set local role asinmart_api;
select lives_ok($$select api.untrack_product(pg_temp.a(), 'B0TESTA001', 'US')$$, 'a product is removed from the watch list');
select throws_ok($$select api.untrack_product(pg_temp.a(), 'B0TESTA001', 'US')$$, 'AM404', null, 'once');
select throws_ok($$select api.untrack_product(pg_temp.a(), 'B0TESTB001', 'US')$$, 'AM404', null, 'another tenant''s entry is not found');
select lives_ok($$select api.tracked_product(pg_temp.a(), 'B0TESTA001', 'DE')$$, 'the entry of another marketplace is not found');

select * from finish();
rollback;

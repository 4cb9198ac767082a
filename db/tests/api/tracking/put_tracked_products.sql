begin;
set local search_path to extensions, public;
\ir ../../support/two_tenants.psql
select plan(8);

insert into app.tracked_products (tenant_id, asin, marketplace, tracking_frequency, notes, is_active) values
    (pg_temp.a(), 'B0TESTA001', 'US', '36 hours', 'note', true), (pg_temp.a(), 'B0TESTA001', 'DE', '1 day', null, false), (pg_temp.a(), 'B0TESTA002', 'US', '1 day', null, true),
    (pg_temp.b(), 'B0TESTB001', 'US', '1 day', null, true);

set local role asinmart_api;
select results_eq(
    $$select w.new_count, w.changed_count from api.put_tracked_products(pg_temp.a(), '[{"asin": "B0TESTA002"}, {"asin": "B0TESTA003"}, {"asin": "B0TESTA001", "notes": "other"}]') as w$$,
    'values (1::bigint, 1::bigint)', 'new entries are created, others changed, and equal ones not written'
);
select is(api.tracked_product(pg_temp.a(), 'B0TESTA001', 'US')::jsonb #>> '{data,tracking_frequency}', 'P1D', 'missing fields get their defaults again');
select lives_ok($$select api.put_tracked_products(pg_temp.a(), '[{"asin": "B0TESTB001", "notes": "mine"}]')$$, 'a product on another tenant''s watch list can be tracked');
select is(api.tracked_product(pg_temp.b(), 'B0TESTB001', 'US')::jsonb #>> '{data,notes}', null, 'the other tenant''s entry is not changed');
select throws_ok($$select api.put_tracked_products(pg_temp.a(), '[{"asin": "B0TESTA009"}, {"asin": "B0TESTA009"}]')$$, 'AM422', 'a product is named twice', 'a product cannot occur twice in a list');
select throws_ok($$select api.put_tracked_products(pg_temp.a(), '[{"asin": "b0"}]')$$, 'AM422', null, 'an invalid ASIN is refused');
select throws_ok($$select api.put_tracked_products(pg_temp.a(), '[{"asin": "B0TESTA009", "marketplace": "ZZ"}]')$$, 'AM422', null, 'an unknown marketplace is refused');
select throws_ok($$select api.put_tracked_products(pg_temp.a(), '[{"asin": "B0TESTA009", "tracking_frequency": "soon"}]')$$, 'AM422', null, 'an invalid frequency is refused');

select * from finish();
rollback;

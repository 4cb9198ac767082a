begin;
set local search_path to extensions, public;
\ir ../../support/two_tenants.psql
select plan(1);

insert into app.tracked_products (tenant_id, asin, marketplace, tracking_frequency, notes, is_active) values
    (pg_temp.a(), 'B0TESTA001', 'US', '36 hours', 'note', true), (pg_temp.a(), 'B0TESTA001', 'DE', '1 day', null, false), (pg_temp.a(), 'B0TESTA002', 'US', '1 day', null, true),
    (pg_temp.b(), 'B0TESTB001', 'US', '1 day', null, true);

select pg_temp.seen('B0TESTA001', 'Kettle');
create temp table shown as select api.tracked_product_item(t)::jsonb as item from app.tracked_products as t where t.asin = 'B0TESTA001' and t.marketplace = 'US';
select is(
    (select s.item - 'created_at' from shown as s),
    '{"asin": "B0TESTA001", "marketplace": "US", "title": "Kettle", "price_change_threshold_pct": null, "bsr_change_threshold_pct": null, "tracking_frequency": "PT36H",
        "notes": "note", "snooze_ends_at": null, "is_active": true}'::jsonb,
    'an item has title and settings, with durations as ISO 8601'
);

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
\ir ../support/reports.psql
set local role asinmart_owner;
select plan(14);

create temp view mapped as
select t.name as tenant, m.asin, b.brand_name, m.mapped_by
from core.asin_brand_mapping as m
inner join core.brands as b on b.id = m.brand_id
inner join app.tenants as t on t.tenant_id = m.tenant_id;

select pg_temp.describe('Acme', 'B0TESTA001', 'B0TESTA002'), pg_temp.describe('ACME ', 'B0TESTA003'), pg_temp.describe(null, 'B0TESTA004'),
    pg_temp.describe('Other', 'B0TESTA005');
select pg_temp.load_reports('m1', pg_temp.week('2025-01-05',
    pg_temp.report_line('B0TESTA001', 'gloves'), pg_temp.report_line('B0TESTA002', 'gloves'), pg_temp.report_line('B0TESTA003', 'gloves'),
    pg_temp.report_line('B0TESTA004', 'gloves'), pg_temp.report_line('B0TESTA009', 'gloves')));
select set_eq(
    'table mapped',
    $$
        values
            ('default', 'B0TESTA001', 'ACME', 'product'), ('default', 'B0TESTA002', 'ACME', 'product'), ('default', 'B0TESTA003', 'ACME', 'product')
    $$,
    'a reported product has the brand of its listing, whatever the case; one of an unknown brand has none'
);
select is((select count(*) from core.brands), 1::bigint, 'products without reports create no brand');
select is((select count(*) from sqp.asin_performance_data), 5::bigint, 'reports of products without a brand are kept');

-- By hand.
select pg_temp.map('Mine', pg_temp.default_tenant(), 'B0TESTA001') is not null as is_mapped;
select pg_temp.load_reports('m2', pg_temp.week('2025-01-12', pg_temp.report_line('B0TESTA001', 'gloves')));
select results_eq(
    $$select m.brand_name, m.mapped_by from mapped as m where m.asin = 'B0TESTA001'$$, $$values ('Mine', 'hand')$$, 'a row by hand wins over the brand of the product'
);
select set_eq(
    $$select b.brand_name from sqp.brand_product_segments as s inner join core.brands as b on b.id = s.brand_id where s.asin = 'B0TESTA001'$$, array['Mine'],
    'its segments are those of the other brand, for every period'
);
update core.asin_brand_mapping set is_active = false where asin = 'B0TESTA002';
select pg_temp.load_reports('m3', pg_temp.week('2025-01-12', pg_temp.report_line('B0TESTA002', 'gloves')));
select is((select m.is_active from core.asin_brand_mapping as m where m.asin = 'B0TESTA002'), false, 'a product that was switched off stays off');

-- The brand becomes known, or changes, later.
select is_empty($$select 1 from sqp.brand_product_segments as s where s.asin in ('B0TESTA004', 'B0TESTA009')$$, 'a product of an unknown brand has no segment');
select pg_temp.load_run('m4', pg_temp.observed('B0TESTA009', '2025-03-10', '{"price": 10, "brand": "Late"}'));
select results_eq(
    $$select b.brand_name, s.segment_type from sqp.brand_product_segments as s inner join core.brands as b on b.id = s.brand_id where s.asin = 'B0TESTA009' order by 2$$,
    $$values ('Late', 'monthly'), ('Late', 'weekly')$$, 'its segments begin with the observation that says its brand'
);
update core.products set brand = 'Found' where asin = 'B0TESTA004';
select ops.refresh_dirty();
select set_eq(
    $$select b.brand_name from sqp.brand_product_segments as s inner join core.brands as b on b.id = s.brand_id where s.asin = 'B0TESTA004'$$, array['Found'],
    'or with the next refresh, if a person says it'
);
update core.products set brand = 'Renamed' where asin = 'B0TESTA003';
select ops.refresh_dirty();
select set_eq(
    $$select b.brand_name from sqp.brand_product_segments as s inner join core.brands as b on b.id = s.brand_id where s.asin = 'B0TESTA003'$$, array['Renamed'],
    'a product whose brand changes takes its segments along'
);
update core.products set brand = null where asin = 'B0TESTA003';
select ops.refresh_dirty();
select is((select m.brand_name from mapped as m where m.asin = 'B0TESTA003'), 'Renamed', 'a brand that is no longer known stays');

-- Another tenant.
select app.create_tenant('b') as tenant_id \gset
select pg_temp.load_reports('m5', pg_temp.week('2025-01-05', pg_temp.report_line('B0TESTA001', 'gloves')), 'b');
select results_eq(
    $$select m.brand_name, m.mapped_by from mapped as m where m.tenant = 'b'$$, $$values ('Acme', 'product')$$, 'another tenant has brands of its own'
);

-- Names as listings may have them.
select pg_temp.describe(E'\t Tab\n', 'B0TESTA006'), pg_temp.describe(repeat('long ', 60), 'B0TESTA007'), pg_temp.describe(E' \t ', 'B0TESTA008');
select lives_ok(
    $$
        select pg_temp.load_reports('m6', pg_temp.week('2025-01-05',
            pg_temp.report_line('B0TESTA006', 'gloves'), pg_temp.report_line('B0TESTA007', 'gloves'), pg_temp.report_line('B0TESTA008', 'gloves')))
    $$, 'no brand of a listing stops a load'
);
select results_eq(
    $$select m.asin, length(m.brand_name) from mapped as m where m.asin in ('B0TESTA006', 'B0TESTA007', 'B0TESTA008') order by 1$$,
    $$values ('B0TESTA006', 3), ('B0TESTA007', 199)$$, 'names are cut, and blank ones are unknown'
);

select * from finish();
rollback;

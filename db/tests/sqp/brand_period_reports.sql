begin;
set local search_path to extensions, public;
\ir ../support/reports.psql
set local role asinmart_owner;
select plan(3);

select pg_temp.describe('Acme', 'B0TESTA001', 'B0TESTA002', 'B0TESTA003');
select pg_temp.load_reports('r1', pg_temp.report('{"start": "2025-01-05", "asins": "B0TESTA001 B0TESTA002 B0TESTA003"}',
    pg_temp.report_line('B0TESTA001', 'gloves', '{"own_impressions": 30}'), pg_temp.report_line('B0TESTA001', 'mittens', '{"own_impressions": 8}'),
    pg_temp.report_line('B0TESTA002', 'gloves', '{"own_impressions": 20}')
) || pg_temp.week('2025-01-12', pg_temp.report_line('B0TESTA001', 'gloves', '{"own_impressions": null}')));
select results_eq(
    'select r.start_date, r.product_count, r.reported_product_count, r.bounded_product_count, r.smallest_impressions from sqp.brand_period_reports as r order by 1',
    $$values ('2025-01-05'::date, 3, 3, 2, 28::bigint), ('2025-01-12', 3, 1, 0, null)$$,
    'an empty list and one without impressions bound nothing; products without a report count in product_count alone'
);
update core.asin_brand_mapping set is_active = false where asin = 'B0TESTA003';
select results_eq(
    $$select r.product_count, r.reported_product_count, r.bounded_product_count from sqp.brand_period_reports as r where r.start_date = '2025-01-05'$$,
    $$values (2, 2, 2)$$, 'a product that counts for no brand bounds none'
);
select pg_temp.load_reports('r2', pg_temp.week('2025-01-05', pg_temp.report_line('B0TESTA001', 'gloves')), 'b')
from (select app.create_tenant('b')) as t;
select set_eq(
    $$select r.reported_product_count from sqp.brand_period_reports as r where r.start_date = '2025-01-05'$$, array[1, 2], 'tenants are apart'
);

select * from finish();
rollback;

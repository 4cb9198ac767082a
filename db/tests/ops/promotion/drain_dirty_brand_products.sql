begin;
set local search_path to extensions, public;
\ir ../../support/reports.psql
set local role asinmart_owner;
select plan(6);

select pg_temp.write_report('B0TESTA001', 'WEEK', '2025-01-05'), pg_temp.write_report('B0TESTA001', 'MONTH', '2025-01-01'), pg_temp.write_report('B0TESTA002', 'WEEK', '2025-01-05'),
    pg_temp.write_report('B0TESTA001', 'WEEK', '2025-01-05', '{}', app.create_tenant('b')), pg_temp.write_report('B0TESTA003', 'WEEK', '2025-01-05');
select ops.promotion_scratch();
create temp view changed as
select c.asin, c.marketplace, c.period_type, c.start_date from pg_temp.changed_reports as c;
insert into pg_temp.changed_reports (tenant_id, asin, marketplace, period_type, start_date)
values (pg_temp.default_tenant(), 'B0TESTA001', 'US', 'WEEK', '2025-01-05');
insert into ops.dirty_brand_products (tenant_id, asin, marketplace) values
    (pg_temp.default_tenant(), 'B0TESTA001', 'US'), (pg_temp.default_tenant(), 'B0TESTA001', 'US'), (pg_temp.default_tenant(), 'B0TESTA002', 'DE');
select ops.drain_dirty_brand_products();
select results_eq(
    'select c.* from changed as c order by c.period_type',
    $$values ('B0TESTA001', 'US', 'MONTH', '2025-01-01'::date), ('B0TESTA001', 'US', 'WEEK', '2025-01-05')$$,
    'all reports of a product whose brand changed are moved, each once, but none of other marketplaces'
);
select is((select count(distinct c.tenant_id) from pg_temp.changed_reports as c), 1::bigint, 'nor of other tenants');
select is_empty('select 1 from ops.dirty_brand_products', 'the products are no longer queued');

select ops.promotion_scratch();
select pg_temp.describe('Acme', 'B0TESTA001', 'B0TESTA003');
insert into pg_temp.changed_products (asin, marketplace) values ('B0TESTA003', 'US');
select ops.drain_dirty_brand_products();
select set_eq(
    'select c.asin, t.name from pg_temp.changed_reports as c inner join app.tenants as t using (tenant_id)', $$values ('B0TESTA001', 'default'), ('B0TESTA003', 'default')$$,
    'a product that is described after its reports is mapped, with its tenant''s other products, and moved'
);
select is_empty($$select 1 from core.asin_brand_mapping as m where m.tenant_id <> pg_temp.default_tenant()$$, 'tenants without reports of it are left alone');
select ops.promotion_scratch();
insert into pg_temp.changed_products (asin, marketplace) values ('B0TESTA003', 'US');
select ops.drain_dirty_brand_products();
select is_empty('table changed', 'a description that leaves the brand changes nothing');

select * from finish();
rollback;

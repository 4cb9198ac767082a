begin;
set local search_path to extensions, public;
\ir ../support/reports.psql
set local role asinmart_owner;
select plan(4);

select pg_temp.describe('Acme', 'B0TESTA001');
select app.create_tenant('goes') is not null and app.create_tenant('stays') is not null as are_created;
select pg_temp.load_reports(t.name || n.n, pg_temp.week('2025-01-05',
    pg_temp.report_line('B0TESTA001', 'gloves', jsonb_build_object('own_clicks', 5 + n.n, 'click_share', 0.5)), pg_temp.report_line('B0TESTA002', 'gloves')), t.name)
from app.tenants as t cross join generate_series(1, 2) as n (n) where t.name <> 'default' order by t.name, n.n;
update core.brands set is_active = false;
create temp view kept as
select r.relation, r.tenant_id
from (
    select 'core.brands' as relation, b.tenant_id from core.brands as b
    union all select 'core.asin_brand_mapping', m.tenant_id from core.asin_brand_mapping as m
    union all select 'sqp.asin_performance_data', a.tenant_id from sqp.asin_performance_data as a
    union all select 'sqp.search_query_performance', q.tenant_id from sqp.search_query_performance as q
    union all select 'sqp.search_query_history', h.tenant_id from sqp.search_query_history as h
    union all select 'sqp.report_disagreements', d.tenant_id from sqp.report_disagreements as d
    union all select 'sqp.brand_product_segments', s.tenant_id from sqp.brand_product_segments as s
    union all select 'ops.dirty_brand_products', p.tenant_id from ops.dirty_brand_products as p
    union all select 'ops.dirty_brands', p.tenant_id from ops.dirty_brands as p
    union all select 'core.ingest_runs', i.owner_tenant_id from core.ingest_runs as i
) as r;
create temp table before on commit drop as select k.relation, t.name, count(*) from kept as k inner join app.tenants as t using (tenant_id) group by 1, 2;
select is((select count(*) from before as b), 20::bigint, 'two tenants have rows in every relation of their reports');
delete from app.tenants where name = 'goes';
select set_eq(
    'select k.relation, t.name, count(*) from kept as k left join app.tenants as t using (tenant_id) group by 1, 2',
    $$select b.* from before as b where b.name = 'stays'$$, 'a deleted tenant takes its own along, and no other'
);
select is((select count(*) from core.products), 1::bigint, 'products belong to no tenant');
select lives_ok('select ops.refresh_dirty()', 'the next refresh finds nothing of it');

select * from finish();
rollback;

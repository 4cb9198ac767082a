begin;
set local search_path to extensions, public;
\ir ../support/seller_reports.psql
set local role asinmart_owner;
select plan(4);

select pg_temp.describe('Acme', 'B0TESTA001');
select app.create_tenant('goes') is not null and app.create_tenant('stays') is not null as are_created;
select pg_temp.load_reports(t.name || n.n, pg_temp.week('2025-01-05',
    pg_temp.report_line('B0TESTA001', 'gloves', jsonb_build_object('own_clicks', 5 + n.n, 'click_share', 0.5)), pg_temp.report_line('B0TESTA002', 'gloves')), t.name)
from app.tenants as t cross join generate_series(1, 2) as n (n) where t.name <> 'default' order by t.name, n.n;
select pg_temp.load_reports(t.name || 'o' || n.n,
    pg_temp.catalog('{}', pg_temp.catalog_line('B0TESTA001', jsonb_build_object('click_rate', 0.5, 'clicks', 40 + n.n))) || pg_temp.terms('{}', pg_temp.term_line('gloves', 'B0TESTA001'))
    || pg_temp.sales_by_date('{}', pg_temp.sales_line('{"date": "2025-01-05"}')) || pg_temp.sales_by_asin('{}', pg_temp.sales_line('{"parentAsin": "B0TESTA009"}'))
    || pg_temp.day('2025-01-05', '{"B0TESTA001": {"gloves": {"clicks": 7}}}'), t.name)
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
    union all select 'sqp.reported_periods', p.tenant_id from sqp.reported_periods as p
    union all select 'sqp.search_catalog_performance', c.tenant_id from sqp.search_catalog_performance as c
    union all select 'sqp.search_terms', q.tenant_id from sqp.search_terms as q
    union all select 'sqp.sales_and_traffic', s.tenant_id from sqp.sales_and_traffic as s
    union all select 'sqp.sales_and_traffic_by_asin', s.tenant_id from sqp.sales_and_traffic_by_asin as s
    union all select 'sqp.keyword_counts', k.tenant_id from sqp.keyword_counts as k
    union all select 'sqp.replaced_rows', r.tenant_id from sqp.replaced_rows as r
    union all select 'sqp.rate_disagreements', d.tenant_id from sqp.rate_disagreements as d
    union all select 'core.ingest_runs', i.owner_tenant_id from core.ingest_runs as i
) as r;
create temp table before on commit drop as select k.relation, t.name, count(*) from kept as k inner join app.tenants as t using (tenant_id) group by 1, 2;
select is((select count(*) from before as b), 36::bigint, 'two tenants have rows in every relation of their reports');
delete from app.tenants where name = 'goes';
select set_eq(
    'select k.relation, t.name, count(*) from kept as k left join app.tenants as t using (tenant_id) group by 1, 2',
    $$select b.* from before as b where b.name = 'stays'$$, 'a deleted tenant takes its own along, and no other'
);
select is((select count(*) from core.products), 1::bigint, 'products belong to no tenant');
select lives_ok('select ops.refresh_dirty()', 'the next refresh finds nothing of it');

select * from finish();
rollback;

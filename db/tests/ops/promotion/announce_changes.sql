begin;
set local search_path to extensions, public;
\ir ../../support/reports.psql
\ir ../../support/two_tenants.psql
set local role asinmart_owner;
select plan(24);

create temp view newest as
select i.id, i.job_id, i.product_keys, i.pair_keys from ops.cache_invalidations as i order by i.id desc limit 1;

select pg_temp.load_run('a1', pg_temp.observed('B0TESTA002', '2025-03-10', '{"price": 1}'), pg_temp.observed('B0TESTA001', '2025-03-10', '{"price": 1}'), pg_temp.observed('B0TESTA001', '2025-03-11', '{"price": 1}'));
select results_eq(
    'select n.job_id, n.product_keys, n.pair_keys from newest as n', $$values ('a1', array['B0TESTA001:US', 'B0TESTA002:US'], '{}'::text[])$$,
    'a run announces each changed product once'
);
select is((select count(*) from ops.cache_invalidations), 1::bigint, 'in one row');
select is_empty(
    'select 1 from ops.product_versions as v where v.data_version <> (select n.id from newest as n)', 'its id is the new version of their data'
);
select pg_temp.load_run('a2', pg_temp.observed('B0TESTA002', '2025-03-11', '{"price": 1}'));
select results_eq(
    'select v.asin, v.data_version = (select n.id from newest as n) from ops.product_versions as v order by v.asin',
    $$values ('B0TESTA001', false), ('B0TESTA002', true)$$,
    'an unchanged product keeps its version'
);
select ok((select max(v.data_version) > min(v.data_version) from ops.product_versions as v), 'versions increase');
create temp table before on commit drop as select n.id from newest as n;
select pg_temp.load_run('a3', pg_temp.observed('B0TESTA002', '2025-03-11', '{"price": 1}'));
select results_eq('select n.id from newest as n', 'table before', 'a run without changes announces nothing');
select pg_temp.load_run('a4', pg_temp.observed('B0TESTA002', '2025-03-12', '{"status": "blocked"}'));
select results_eq(
    'select n.product_keys from newest as n', $$values (array['B0TESTA002:US'])$$, 'a blocked observation changes last_seen_at'
);

insert into core.competitor_links (asin_main, asin_comp) values ('B0TESTA001', 'B0TESTA002'), ('B0TESTA002', 'B0TESTA003');
select ops.refresh_dirty();
select results_eq(
    'select n.product_keys, n.pair_keys from newest as n',
    $$values (array['B0TESTA001:US', 'B0TESTA002:US', 'B0TESTA003:US'], array['B0TESTA001:B0TESTA002:US', 'B0TESTA002:B0TESTA003:US'])$$,
    'a new link announces both products and the pair'
);
select pg_temp.load_run('a5', pg_temp.observed('B0TESTA002', '2025-03-13', '{"price": 2}'));
select results_eq(
    'select n.product_keys, n.pair_keys from newest as n',
    $$values (array['B0TESTA002:US'], array['B0TESTA001:B0TESTA002:US', 'B0TESTA002:B0TESTA003:US'])$$,
    'a changed product announces its comparisons, on either side'
);
select pg_temp.load_run('a6', pg_temp.observed('B0TESTA001', '2025-03-13', '{"price": 2}'));
select results_eq(
    'select n.product_keys, n.pair_keys from newest as n', $$values (array['B0TESTA001:US'], array['B0TESTA001:B0TESTA002:US'])$$, 'no other comparisons are announced'
);
delete from core.competitor_links where asin_main = 'B0TESTA001';
select ops.refresh_dirty();
select results_eq(
    'select n.product_keys, n.pair_keys from newest as n',
    $$values (array['B0TESTA001:US', 'B0TESTA002:US'], array['B0TESTA001:B0TESTA002:US', 'B0TESTA002:B0TESTA003:US'])$$,
    'a deleted link announces its pair once more'
);
select pg_temp.load_run('a7', '{"asin": "B0TESTA001", "observed_date": "2025-03-13", "price": 3, "url": "https://www.amazon.de/dp/B0TESTA001"}');
select results_eq('select n.product_keys from newest as n', $$values (array['B0TESTA001:DE'])$$, 'each marketplace is announced separately');
select pg_temp.load_run('a8', pg_temp.observed('B0TESTA001', '2025-03-12', '{"price": 5}'));
select results_eq('select n.product_keys from newest as n', $$values (array['B0TESTA001:US'])$$, 'a late day announces its product');

select ops.promotion_scratch();
select is(ops.announce_changes('x', now()), null, 'without changes the function announces nothing');
insert into pg_temp.changed_products (asin, marketplace) values ('B0TESTA001', 'US');
insert into pg_temp.changed_days (asin, marketplace, date) values ('B0TESTA001', 'US', '2025-03-10'), ('B0TESTA005', 'US', '2025-03-10');
create temp table announced on commit drop as select ops.announce_changes('x', '2025-05-01 12:00+00') as id;
select results_eq('table announced', 'select n.id from newest as n', 'with changes it returns the new version');
select results_eq('select n.product_keys from newest as n', $$values (array['B0TESTA001:US', 'B0TESTA005:US'])$$, 'each product is announced once');
select is(
    (select v.changed_at from ops.product_versions as v where v.asin = 'B0TESTA005'), '2025-05-01 12:00+00'::timestamptz, 'the announcement has the given time'
);

-- Brands: reports, restated or equal, and changes by hand.
create temp view told as
select array_agg(b.brand_name || ' of ' || t.name order by b.brand_name, t.name) as brands
from (select i.brand_keys from ops.cache_invalidations as i order by i.id desc limit 1) as n
cross join lateral unnest(n.brand_keys) as k (key)
inner join core.brands as b on k.key = b.tenant_id || ':' || b.id
inner join app.tenants as t on t.tenant_id = b.tenant_id;
create function pg_temp.brand(p_tenant_id uuid, p_name text) returns uuid language sql stable as $$
    select b.id from core.brands as b where b.tenant_id = p_tenant_id and b.brand_name = p_name;
$$;
create function pg_temp.versions() returns bigint language sql stable as $$select count(*) from ops.cache_invalidations$$;
select pg_temp.describe('Acme', 'B0TESTA001', 'B0TESTA002'), pg_temp.describe('Other', 'B0TESTA003');
select pg_temp.load_reports('r' || t.name, pg_temp.week('2025-01-05', pg_temp.report_line('B0TESTA001', 'of b'), pg_temp.report_line('B0TESTA002', 'x'),
    pg_temp.report_line('B0TESTA003', 'x')), t.name)
from app.tenants as t where t.name ~ '^tenant';
select pg_temp.load_reports('r1', pg_temp.week('2025-01-05', pg_temp.report_line('B0TESTA001', 'of b', '{"own_impressions": 998}')), 'tenant b');
select is((table told), array['Acme of tenant b'], 'a restated report announces the brand of its tenant alone');
select is((select n.product_keys from newest as n), '{}', 'and no product');
create temp table counted on commit drop as select pg_temp.versions() as number;
select pg_temp.load_reports('r2', pg_temp.week('2025-01-05', pg_temp.report_line('B0TESTA001', 'of b', '{"own_impressions": 998}')), 'tenant b');
select is(pg_temp.versions(), (table counted), 'the same report again announces nothing');
update core.brands set display_name = 'ACME' where tenant_id = pg_temp.a() and brand_name = 'Acme';
select ops.refresh_dirty();
select is((table told), array['Acme of tenant a'], 'a renamed brand is announced');
update core.asin_brand_mapping set brand_id = pg_temp.brand(pg_temp.a(), 'Other') where tenant_id = pg_temp.a() and asin = 'B0TESTA002';
select ops.refresh_dirty();
select is((table told), array['Acme of tenant a', 'Other of tenant a'], 'a product that is moved announces both brands');
select pg_temp.describe('Other', 'B0TESTA001');
select ops.refresh_dirty();
select is(
    (table told), array['Acme of tenant a', 'Acme of tenant b', 'Other of tenant a', 'Other of tenant b'], 'so does a product that is described with another brand'
);
truncate counted;
insert into counted select pg_temp.versions();
select ops.refresh_dirty();
select is(pg_temp.versions(), (table counted), 'then all of it is announced');

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(9);

delete from app.tracked_products;
insert into app.tenants (tenant_id, name) values ('00000000-0000-0000-0000-0000000000aa', 'aa');
insert into app.tracked_products (tenant_id, asin, marketplace, tracking_frequency) values
    ('00000000-0000-0000-0000-000000000001', 'B0TESTA001', 'US', '48 hours'), ('00000000-0000-0000-0000-0000000000aa', 'B0TESTA001', 'US', '24 hours'),
    ('00000000-0000-0000-0000-000000000001', 'B0TESTA001', 'DE', '24 hours'), ('00000000-0000-0000-0000-0000000000aa', 'B0TESTA002', 'US', '6 hours');
create temp view due as select d.asin, d.marketplace from ops.due_products('2025-03-10 00:30+00') as d;
select set_eq('table due', $$values ('B0TESTA001', 'US'), ('B0TESTA001', 'DE'), ('B0TESTA002', 'US')$$, 'a product that was never seen is due, once per product and marketplace');
insert into core.products (asin, marketplace, first_seen_at, last_seen_at, described_at)
select t.asin, t.marketplace, '2025-03-01', '2025-03-09 00:45+00', '2025-03-01' from (values ('B0TESTA001', 'US'), ('B0TESTA001', 'DE'), ('B0TESTA002', 'US')) as t (asin, marketplace);
select set_eq('table due', $$values ('B0TESTA001', 'US'), ('B0TESTA001', 'DE'), ('B0TESTA002', 'US')$$, 'a product seen the night before is due, although less than 24 hours ago');
update core.products set last_seen_at = '2025-03-09 12:00+00' where asin = 'B0TESTA001' and marketplace = 'DE';
select set_eq('table due', $$values ('B0TESTA001', 'US'), ('B0TESTA002', 'US')$$, 'a product seen at noon is not due');
update app.tenants set is_active = false where name = 'aa';
select is_empty('table due', 'the shortest frequency counts, of active tenants only');
update app.tenants set is_active = true where name = 'aa';
update app.tracked_products set is_active = false where asin = 'B0TESTA002';
select set_eq('table due', $$values ('B0TESTA001', 'US')$$, 'and of active entries only');
insert into ops.fetches (purpose, marketplace, actor, asins, requested_at) values ('products', 'US', 'a/b', array['B0TESTA001'], '2025-03-10');
select is_empty('table due', 'a product that is being fetched is not due');
insert into core.ingest_runs (job_id, source, status) values ('apify:x', 'apify:a/b', 'LANDED');
update ops.fetches set status = 'landed', job_id = 'apify:x';
select is_empty('table due', 'nor is one that waits for promotion');
update ops.fetches set status = 'failed';
select set_eq('table due', $$values ('B0TESTA001', 'US')$$, 'a product whose fetch failed is due');
select is((select max(d.due_at) from ops.due_products('2025-03-12') as d), '2025-03-10 06:00+00', 'the time since when it is due gives the order');

select * from finish();
rollback;

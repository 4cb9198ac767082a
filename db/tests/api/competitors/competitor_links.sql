begin;
set local search_path to extensions, public;
\ir ../../support/two_tenants.psql
select plan(4);

insert into core.competitor_links (tenant_id, asin_main, asin_comp, marketplace) values
    (pg_temp.a(), 'B0TESTA001', 'B0TESTA002', 'US'), (pg_temp.a(), 'B0TESTA001', 'B0TESTA003', 'DE'), (pg_temp.b(), 'B0TESTB001', 'B0TESTA002', 'US');

set local role asinmart_api;
select is((select pg_temp.items(l.data, 'asin_comp') from api.competitor_links(pg_temp.a()) as l), 'B0TESTA002 B0TESTA003', 'a tenant lists its links');
select is((select pg_temp.items(l.data, 'asin_comp') from api.competitor_links(pg_temp.a(), 'DE') as l), 'B0TESTA003', 'links are filtered by marketplace');
select is((select pg_temp.items(l.data, 'asin_main') from api.competitor_links(pg_temp.a(), p_asin => 'B0TESTA002') as l), 'B0TESTA001', 'links are filtered by a product on either side');
select is((select pg_temp.items(b.data, 'asin_comp') from api.competitor_links(pg_temp.a(), p_limit => 1) as a cross join lateral api.competitor_links(pg_temp.a(), p_after => a.next_key::jsonb) as b), 'B0TESTA003', 'pages follow each other');

select * from finish();
rollback;

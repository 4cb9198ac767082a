begin;
set local search_path to extensions, public;
\ir ../../support/two_tenants.psql
select plan(4);

insert into app.tracked_products (tenant_id, asin, marketplace, tracking_frequency, notes, is_active) values
    (pg_temp.a(), 'B0TESTA001', 'US', '36 hours', 'note', true), (pg_temp.a(), 'B0TESTA001', 'DE', '1 day', null, false), (pg_temp.a(), 'B0TESTA002', 'US', '1 day', null, true),
    (pg_temp.b(), 'B0TESTB001', 'US', '1 day', null, true);

set local role asinmart_api;
select is((select pg_temp.items(t.data, 'asin') from api.tracked_products(pg_temp.a()) as t), 'B0TESTA001 B0TESTA001 B0TESTA002', 'the watch list is sorted by ASIN');
select is((select pg_temp.items(t.data, 'asin') from api.tracked_products(pg_temp.a(), 'DE') as t), 'B0TESTA001', 'entries are filtered by marketplace');
select is((select pg_temp.items(t.data, 'marketplace') from api.tracked_products(pg_temp.a(), p_is_active => false) as t), 'DE', 'entries are filtered by state');
select results_eq(
    $$
        select pg_temp.items(a.data, 'marketplace'), pg_temp.items(b.data, 'asin')
        from api.tracked_products(pg_temp.a(), p_limit => 1) as a cross join lateral api.tracked_products(pg_temp.a(), p_after => a.next_key::jsonb) as b
    $$,
    $$values ('DE', 'B0TESTA001 B0TESTA002')$$, 'pages follow each other'
);

select * from finish();
rollback;

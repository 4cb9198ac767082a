begin;
set local search_path to extensions, public;
\ir ../support/seller_reports.psql
\ir ../support/two_tenants.psql
select plan(5);

create role tap_tenant;
insert into app.tenant_roles (role_name, tenant_id) values ('tap_tenant', pg_temp.a());
grant tenant_reader to tap_tenant;
grant usage on schema extensions to tap_tenant;
set local role asinmart_owner;
select pg_temp.load_reports('a1', array[pg_temp.day('2025-01-05', '{"B0TESTA001": {"gloves": {"impressions": 100, "clicks": 8, "purchases": 1}, "hats": {"impressions": 50}}}')],
    pg_temp.a()::text);
select pg_temp.load_reports('b1', array[pg_temp.day('2025-01-05', '{"B0TESTA001": {"gloves": {}}}')], pg_temp.b()::text);
select pg_temp.load_reports('d1', array[pg_temp.analytics('2025-01-05', '2025-01-11', '{"B0TESTA001": {"gloves": {}}}')]);

select results_eq(
    $$
        select k.query_keyword, k.impression_count, k.click_count, k.click_rate_pct, k.conversion_rate_pct, k.impression_value, k.currency
        from mart.keyword_counts as k where k.tenant_id = pg_temp.a() order by 1
    $$,
    $$values ('gloves', 100::bigint, 8::bigint, 8.00, 12.50, 200::numeric, 'USD'), ('hats', 50, null, null, null, 100, 'USD')$$, 'rates are of the product''s own counts'
);

-- Who sees it.
set local role tap_tenant;
select is((select count(*) from mart.keyword_counts), 2::bigint, 'a tenant''s login sees its own rows');
set local role mart_reader;
select is((select count(*) from mart.keyword_counts), 1::bigint, 'mart_reader sees those of the default tenant');
set local role asinmart_api;
select is_empty('select 1 from mart.keyword_counts', 'a service without a tenant sees none');
set local app.tenant_id = '00000000-0000-0000-0000-00000000000b';
select is((select count(*) from mart.keyword_counts), 1::bigint, 'with one it sees those of that tenant');

select * from finish();
rollback;

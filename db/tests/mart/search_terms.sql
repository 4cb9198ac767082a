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
select pg_temp.load_reports('a1', pg_temp.terms('{}', pg_temp.term_line('gloves', 'B0TESTA001'), pg_temp.term_line('hats', 'B0TESTA001', '{"clickShare": 0.0771, "conversionShare": null}')),
    pg_temp.a()::text);
select pg_temp.load_reports('b1', pg_temp.terms('{}', pg_temp.term_line('gloves', 'B0TESTA001')), pg_temp.b()::text);
select pg_temp.load_reports('d1', pg_temp.terms('{}', pg_temp.term_line('gloves', 'B0TESTA002'), pg_temp.term_line('hats', 'B0TESTA002'), pg_temp.term_line('socks', 'B0TESTA002')));

select results_eq(
    $$select t.search_term, t.clicked_asin, t.click_share_pct, t.conversion_share_pct from mart.search_terms as t where t.tenant_id = pg_temp.a() order by 1$$,
    $$values ('gloves', 'B0TESTA001', 12.50, 25.00), ('hats', 'B0TESTA001', 7.71, null)$$, 'shares are percentages'
);

-- Who sees it.
set local role tap_tenant;
select is((select count(*) from mart.search_terms), 2::bigint, 'a tenant''s login sees its own rows');
set local role mart_reader;
select is((select count(*) from mart.search_terms), 3::bigint, 'mart_reader sees those of the default tenant');
set local role asinmart_api;
select is_empty('select 1 from mart.search_terms', 'a service without a tenant sees none');
set local app.tenant_id = '00000000-0000-0000-0000-00000000000b';
select is((select count(*) from mart.search_terms), 1::bigint, 'with one it sees those of that tenant');

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
\ir ../support/content.psql
set local role asinmart_owner;
select plan(3);

select results_eq(
    'select c.asin from mart.compared_products as c where c.tenant_id = pg_temp.a() order by c.asin',
    $$values ('B0TESTA001'), ('B0TESTA002'), ('B0TESTA003'), ('B0TESTA004')$$,
    'the main product, linked ones and active members of groups, each once'
);
select results_eq(
    'select c.asin from mart.compared_products as c where c.tenant_id = pg_temp.b() order by c.asin',
    $$values ('B0TESTA001'), ('B0TESTA005')$$, 'another tenant has its own'
);
reset role;
set local role asinmart_api;
select api.act_as(pg_temp.b());
select results_eq(
    'select distinct c.tenant_id from mart.compared_products as c', 'select pg_temp.b()', 'a service sees those of its tenant alone'
);

select * from finish();
rollback;

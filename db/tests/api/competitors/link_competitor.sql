begin;
set local search_path to extensions, public;
\ir ../../support/two_tenants.psql
select plan(5);

insert into core.competitor_links (tenant_id, asin_main, asin_comp, marketplace) values
    (pg_temp.a(), 'B0TESTA001', 'B0TESTA002', 'US'), (pg_temp.a(), 'B0TESTA001', 'B0TESTA003', 'DE'), (pg_temp.b(), 'B0TESTB001', 'B0TESTA002', 'US');

set local role asinmart_api;
select is(api.link_competitor(pg_temp.a(), 'B0TESTA001', 'B0TESTA004', 'US')::jsonb #>> '{data,asin_comp}', 'B0TESTA004', 'a product is linked to a competitor');
select is(
    api.link_competitor(pg_temp.a(), 'B0TESTA001', 'B0TESTA004', 'US'), (select json_build_object('data', l.data::json -> 2)::text from api.competitor_links(pg_temp.a()) as l),
    'linking twice changes nothing'
);
reset role;
select isnt_empty($$select 1 from ops.dirty_pairs as d where d.asin_comp = 'B0TESTA004'$$, 'the next refresh compares the pair');
set local role asinmart_api;
select throws_ok($$select api.link_competitor(pg_temp.a(), 'B0TESTA001', 'B0TESTA001', 'US')$$, 'AM422', null, 'a product cannot be linked to itself');
select throws_ok($$select api.link_competitor(pg_temp.a(), 'B0TESTA001', 'B0TESTA004', 'ZZ')$$, 'AM422', null, 'an unknown marketplace is refused');

select * from finish();
rollback;

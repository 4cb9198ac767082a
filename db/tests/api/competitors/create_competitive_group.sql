begin;
set local search_path to extensions, public;
\ir ../../support/two_tenants.psql
select plan(9);

insert into core.competitive_groups (tenant_id, name, asin_main, marketplace) values
    (pg_temp.a(), 'mine', 'B0TESTA001', 'US'), (pg_temp.a(), 'other', 'B0TESTA005', 'DE'), (pg_temp.b(), 'theirs', 'B0TESTB001', 'US');
create temp table made as select g.id, g.name from core.competitive_groups as g;
grant select on made to asinmart_api;
create function pg_temp.id_of(p_name text) returns bigint language sql stable as $$select m.id from made as m where m.name = p_name$$;
insert into core.competitive_group_members (group_id, tenant_id, asin, is_active) values
    (pg_temp.id_of('mine'), pg_temp.a(), 'B0TESTA002', true), (pg_temp.id_of('mine'), pg_temp.a(), 'B0TESTA003', false);

set local role asinmart_api;
select is(
    (select c.body::jsonb -> 'data' -> 'members' -> 1 ->> 'asin' from api.create_competitive_group(pg_temp.a(), '{"name": "new", "asin_main": "B0TESTA001", "members": ["B0TESTA003", "B0TESTA002", "B0TESTA002"]}') as c),
    'B0TESTA003', 'a group is created with each member once'
);
reset role;
select isnt_empty($$select 1 from ops.dirty_pairs as d where d.asin_main = 'B0TESTA001' and d.asin_comp = 'B0TESTA002'$$, 'the next refresh compares its pairs');
set local role asinmart_api;
select throws_ok($$select api.create_competitive_group(pg_temp.a(), '{"name": "mine", "asin_main": "B0TESTA001"}')$$, 'AM409', null, 'a group name is unique for the tenant');
select lives_ok($$select api.create_competitive_group(pg_temp.a(), '{"name": "theirs", "asin_main": "B0TESTA001"}')$$, 'another tenant can use the same name');
select throws_ok($$select api.create_competitive_group(pg_temp.a(), '{"name": "x", "asin_main": "B0TESTA001", "marketplace": "ZZ"}')$$, 'AM422', null, 'an unknown marketplace is refused');
select throws_ok($$select api.create_competitive_group(pg_temp.a(), '{"name": "x"}')$$, 'AM422', 'a competitive group lacks asin_main', 'a group needs a main product');
select is(
    (select c.body::jsonb #>> '{data,analysis_frequency}' from api.create_competitive_group(pg_temp.a(), '{"name": "weekly", "asin_main": "B0TESTA001", "analysis_frequency": "P7D"}') as c),
    'P7D', 'a group can be analysed at its own frequency'
);
select is(
    (select c.body::jsonb #>> '{data,analysis_frequency}' from api.create_competitive_group(pg_temp.a(), '{"name": "daily", "asin_main": "B0TESTA001"}') as c), 'P1D', 'by default each day'
);
select throws_ok(
    $$select api.create_competitive_group(pg_temp.a(), '{"name": "x", "asin_main": "B0TESTA001", "analysis_frequency": "PT59M"}')$$, 'AM422', null, 'less than an hour is refused'
);

select * from finish();
rollback;

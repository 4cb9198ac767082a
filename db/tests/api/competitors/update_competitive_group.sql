begin;
set local search_path to extensions, public;
\ir ../../support/two_tenants.psql
select plan(8);

insert into core.competitive_groups (tenant_id, name, asin_main, marketplace) values
    (pg_temp.a(), 'mine', 'B0TESTA001', 'US'), (pg_temp.a(), 'other', 'B0TESTA005', 'DE'), (pg_temp.b(), 'theirs', 'B0TESTB001', 'US');
create temp table made as select g.id, g.name from core.competitive_groups as g;
grant select on made to asinmart_api;
create function pg_temp.id_of(p_name text) returns bigint language sql stable as $$select m.id from made as m where m.name = p_name$$;
insert into core.competitive_group_members (group_id, tenant_id, asin, is_active) values
    (pg_temp.id_of('mine'), pg_temp.a(), 'B0TESTA002', true), (pg_temp.id_of('mine'), pg_temp.a(), 'B0TESTA003', false);

set local role asinmart_api;
select is(api.update_competitive_group(pg_temp.a(), pg_temp.id_of('mine'), '{"description": "x"}')::jsonb #>> '{data,name}', 'mine', 'fields missing in the body stay');
select is(api.competitive_group(pg_temp.a(), pg_temp.id_of('mine'))::jsonb #>> '{data,description}', 'x', 'fields in the body are changed');
select throws_ok($$select api.update_competitive_group(pg_temp.a(), pg_temp.id_of('mine'), '{}', array['x'])$$, 'AM412', null, 'an outdated ETag is refused');
select throws_ok($$select api.update_competitive_group(pg_temp.a(), pg_temp.id_of('mine'), '{"name": "other"}')$$, 'AM409', null, 'a group name is unique for the tenant');
select throws_ok($$select api.update_competitive_group(pg_temp.a(), pg_temp.id_of('mine'), '{"asin_main": null}')$$, 'AM422', null, 'an invalid group is refused');
select throws_ok($$select api.update_competitive_group(pg_temp.a(), pg_temp.id_of('theirs'), '{}')$$, 'AM404', null, 'another tenant does not find the group');
select is(
    api.update_competitive_group(pg_temp.a(), pg_temp.id_of('mine'), '{"analysis_frequency": "PT6H"}')::jsonb #>> '{data,analysis_frequency}', 'PT6H', 'the frequency is changed'
);
select throws_ok(
    $$select api.update_competitive_group(pg_temp.a(), pg_temp.id_of('mine'), '{"analysis_frequency": "PT1M"}')$$, 'AM422', null, 'to an hour or more'
);

select * from finish();
rollback;

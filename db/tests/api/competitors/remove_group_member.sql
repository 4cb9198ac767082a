begin;
set local search_path to extensions, public;
\ir ../../support/two_tenants.psql
select plan(3);

insert into core.competitive_groups (tenant_id, name, asin_main, marketplace) values
    (pg_temp.a(), 'mine', 'B0TESTA001', 'US'), (pg_temp.a(), 'other', 'B0TESTA005', 'DE'), (pg_temp.b(), 'theirs', 'B0TESTB001', 'US');
create temp table made as select g.id, g.name from core.competitive_groups as g;
grant select on made to asinmart_api;
create function pg_temp.id_of(p_name text) returns bigint language sql stable as $$select m.id from made as m where m.name = p_name$$;
insert into core.competitive_group_members (group_id, tenant_id, asin, is_active) values
    (pg_temp.id_of('mine'), pg_temp.a(), 'B0TESTA002', true), (pg_temp.id_of('mine'), pg_temp.a(), 'B0TESTA003', false);

set local role asinmart_api;
select lives_ok($$select api.remove_group_member(pg_temp.a(), pg_temp.id_of('mine'), 'B0TESTA002')$$, 'a member is removed');
select throws_ok($$select api.remove_group_member(pg_temp.a(), pg_temp.id_of('mine'), 'B0TESTA002')$$, 'AM404', null, 'once');
select throws_ok($$select api.remove_group_member(pg_temp.b(), pg_temp.id_of('mine'), 'B0TESTA003')$$, 'AM404', null, 'another tenant cannot remove a member');

select * from finish();
rollback;

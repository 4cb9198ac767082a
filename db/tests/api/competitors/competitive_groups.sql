begin;
set local search_path to extensions, public;
\ir ../../support/two_tenants.psql
select plan(4);

insert into core.competitive_groups (tenant_id, name, asin_main, marketplace) values
    (pg_temp.a(), 'mine', 'B0TESTA001', 'US'), (pg_temp.a(), 'other', 'B0TESTA005', 'DE'), (pg_temp.b(), 'theirs', 'B0TESTB001', 'US');
create temp table made as select g.id, g.name from core.competitive_groups as g;
grant select on made to asinmart_api;
create function pg_temp.id_of(p_name text) returns bigint language sql stable as $$select m.id from made as m where m.name = p_name$$;
insert into core.competitive_group_members (group_id, tenant_id, asin, is_active) values
    (pg_temp.id_of('mine'), pg_temp.a(), 'B0TESTA002', true), (pg_temp.id_of('mine'), pg_temp.a(), 'B0TESTA003', false);

set local role asinmart_api;
select is((select pg_temp.items(g.data, 'name') from api.competitive_groups(pg_temp.a()) as g), 'mine other', 'groups are sorted oldest first');
select is((select pg_temp.items(g.data, 'name') from api.competitive_groups(pg_temp.a(), 'DE') as g), 'other', 'groups are filtered by marketplace');
select is((select pg_temp.items(g.data, 'name') from api.competitive_groups(pg_temp.a(), p_asin_main => 'B0TESTA001') as g), 'mine', 'groups are filtered by main product');
select is((select pg_temp.items(b.data, 'name') from api.competitive_groups(pg_temp.a(), p_limit => 1) as a cross join lateral api.competitive_groups(pg_temp.a(), p_after => a.next_key::jsonb) as b), 'other', 'pages follow each other');

select * from finish();
rollback;

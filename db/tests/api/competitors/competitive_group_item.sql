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

select pg_temp.seen('B0TESTA002', 'Kettle');
create temp table shown as select api.competitive_group_item(g)::jsonb as item from core.competitive_groups as g where g.name = 'mine';
select results_eq(
    $$select m.member ->> 'asin', m.member ->> 'title', (m.member ->> 'is_active')::boolean from shown as s cross join lateral jsonb_array_elements(s.item -> 'members') as m (member)$$,
    $$values ('B0TESTA002', 'Kettle', true), ('B0TESTA003', null, false)$$, 'an item has the group and its members'
);
select is((select s.item ? 'tenant_id' from shown as s), false, 'an item has no tenant');
update core.competitive_groups set analysis_frequency = '36 hours' where name = 'mine';
select results_eq(
    $$select g.name, api.competitive_group_item(g)::jsonb ->> 'analysis_frequency' from core.competitive_groups as g where g.name in ('mine', 'other') order by 1$$,
    $$values ('mine', 'PT36H'), ('other', 'P1D')$$, 'the frequency of its report is ISO 8601, a day by default'
);

select * from finish();
rollback;

begin;
set local search_path to extensions, public;
\ir ../../support/two_tenants.psql
select plan(5);

insert into core.competitive_groups (tenant_id, name, asin_main, marketplace) values
    (pg_temp.a(), 'mine', 'B0TESTA001', 'US'), (pg_temp.a(), 'other', 'B0TESTA005', 'DE'), (pg_temp.b(), 'theirs', 'B0TESTB001', 'US');
create temp table made as select g.id, g.name from core.competitive_groups as g;
grant select on made to asinmart_api;
create function pg_temp.id_of(p_name text) returns bigint language sql stable as $$select m.id from made as m where m.name = p_name$$;
insert into core.competitive_group_members (group_id, tenant_id, asin, is_active) values
    (pg_temp.id_of('mine'), pg_temp.a(), 'B0TESTA002', true), (pg_temp.id_of('mine'), pg_temp.a(), 'B0TESTA003', false);

set local role asinmart_api;
create function pg_temp.added(p_asin text, p_is_active boolean default true) returns text language sql as $$
    select string_agg((m.member ->> 'asin') || case when (m.member ->> 'is_active')::boolean then '' else '-' end, ' ' order by m.place)
    from jsonb_array_elements(api.add_group_member(pg_temp.a(), pg_temp.id_of('mine'), p_asin, p_is_active)::jsonb #> '{data,members}') with ordinality as m (member, place);
$$;
select is(pg_temp.added('B0TESTA004'), 'B0TESTA002 B0TESTA003- B0TESTA004', 'a competitor is added');
select is(pg_temp.added('B0TESTA004', false), 'B0TESTA002 B0TESTA003- B0TESTA004-', 'a member is paused');
select is(pg_temp.added('B0TESTA004', null), 'B0TESTA002 B0TESTA003- B0TESTA004', 'a member is active by default');
select throws_ok($$select pg_temp.added('B0TESTA001')$$, 'AM422', 'B0TESTA001 is the main product of the group', 'the main product cannot be a member');
select throws_ok($$select api.add_group_member(pg_temp.a(), pg_temp.id_of('theirs'), 'B0TESTA004')$$, 'AM404', null, 'a member cannot be added to another tenant''s group');

select * from finish();
rollback;

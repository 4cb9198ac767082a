begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
\ir ../../support/recommendations.psql
select plan(3);

select pg_temp.dear_market();
insert into app.tenants (tenant_id, name) values ('00000000-0000-0000-0000-0000000000b1', 'other');
insert into core.competitor_links (tenant_id, asin_main, asin_comp) values ('00000000-0000-0000-0000-0000000000b1', 'B0TESTMAIN', 'B0TESTC001');
create function pg_temp.own() returns uuid language sql immutable as $$select '00000000-0000-0000-0000-000000000001'::uuid$$;
create function pg_temp.other() returns uuid language sql immutable as $$select '00000000-0000-0000-0000-0000000000b1'::uuid$$;
grant execute on function pg_temp.own(), pg_temp.other() to asinmart_api;

select pg_temp.renew('2025-03-31 20:00+00');
create temp table ids as select a.id from core.recommendation_actions as a;
grant select on ids to asinmart_api;
set local role asinmart_api;
select is(
    (select api.recommendation_action(pg_temp.own(), i.id)::jsonb -> 'data' from ids as i),
    (select api.recommendation_action_item(a)::jsonb from core.recommendation_actions as a where a.tenant_id = pg_temp.own()), 'a tenant reads its action'
);
select throws_ok(
    'select api.recommendation_action(pg_temp.other(), i.id) from ids as i', 'AM404', format('there is no action %s', (select i.id from ids as i)), 'another tenant does not'
);
select throws_ok('select api.recommendation_action(pg_temp.own(), 0)', 'AM404', 'there is no action 0', 'nor does anybody read one that is not there');

select * from finish();
rollback;

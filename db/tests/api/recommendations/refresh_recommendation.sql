begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
\ir ../../support/recommendations.psql
select plan(7);

select pg_temp.dear_market();
insert into app.tenants (tenant_id, name) values ('00000000-0000-0000-0000-0000000000b1', 'other');
insert into core.competitor_links (tenant_id, asin_main, asin_comp) values ('00000000-0000-0000-0000-0000000000b1', 'B0TESTMAIN', 'B0TESTC001');
create function pg_temp.own() returns uuid language sql immutable as $$select '00000000-0000-0000-0000-000000000001'::uuid$$;
create function pg_temp.other() returns uuid language sql immutable as $$select '00000000-0000-0000-0000-0000000000b1'::uuid$$;
grant execute on function pg_temp.own(), pg_temp.other() to asinmart_api;

set local role asinmart_api;
create function pg_temp.answer() returns jsonb language sql as $$
    select api.refresh_recommendation(pg_temp.own(), 'B0TESTMAIN', 'US', '2025-03-31 20:00+00')::jsonb -> 'data';
$$;
select is(pg_temp.answer() ->> 'version', '1', 'a refresh makes a version at once');
select is(pg_temp.answer() -> 'actions' -> 0 ->> 'rule', 'price_above_peers', 'and returns its actions');
select is(pg_temp.answer() ->> 'version', '1', 'a second one makes none');
select is(api.refresh_recommendation(pg_temp.own(), 'B0TESTMAIN', 'US', '2025-03-31 20:00+00'), api.recommendation(pg_temp.own(), 'B0TESTMAIN', 'US'), 'it returns what is read');
select is(
    api.refresh_recommendation(pg_temp.other(), 'B0TESTMAIN', 'US', '2025-03-31 20:00+00')::jsonb #>> '{data,summary,0,text}',
    '30 of 30 days were observed, and 1 of 1 competitors on 2025-03-30.', 'another tenant has its own competitors'
);
select is(
    api.refresh_recommendation(pg_temp.other(), 'B0TESTMAIN', 'US', '2025-03-31 20:00+00')::jsonb #> '{data,actions}', '[]'::jsonb, 'and its own actions: one competitor is no middle'
);
select throws_ok(
    $$select api.refresh_recommendation(pg_temp.own(), 'B0TESTC001', 'US')$$, 'AM404', 'B0TESTC001 is compared with nothing in marketplace US', 'a product without competitors is refused'
);

select * from finish();
rollback;

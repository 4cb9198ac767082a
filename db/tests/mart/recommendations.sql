begin;
set local search_path to extensions, public;
\ir ../support/load_run.psql
set local role asinmart_owner;
\ir ../support/recommendations.psql
select plan(2);

select pg_temp.dear_market();
select pg_temp.renew('2025-03-31 20:00+00');
insert into app.tenants (tenant_id, name) values ('00000000-0000-0000-0000-0000000000b1', 'other');
insert into core.competitor_links (tenant_id, asin_main, asin_comp)
select '00000000-0000-0000-0000-0000000000b1', 'B0TESTMAIN', a from unnest(array['B0TESTC001', 'B0TESTC002', 'B0TESTC003']) as a;
select core.write_recommendations(array['00000000-0000-0000-0000-0000000000b1'::uuid], array['B0TESTMAIN'], array['US'], '2025-03-31 20:00+00');
select is((select count(distinct r.tenant_id) from mart.recommendations as r), 2::bigint, 'the owner sees all tenants');
set local role mart_reader;
select results_eq(
    'select r.tenant_id::text, r.asin, r.version, r.status, r.as_of, r.summary, r.action_count, r.claim_count from mart.recommendations as r',
    $$values ('00000000-0000-0000-0000-000000000001', 'B0TESTMAIN', 1, 'complete', '2025-03-30'::date, '30 of 30 days were observed, and 3 of 3 competitors on 2025-03-30.', 1, 13)$$, 'a reader sees a version in one row'
);

select * from finish();
rollback;

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
select is((select count(distinct r.tenant_id) from mart.recommendation_actions as r), 2::bigint, 'the owner sees all tenants');
set local role mart_reader;
select results_eq(
    'select r.asin, r.version, r.rule_name, r.current_value, r.proposed_value, r.unit, r.priority::integer, r.confidence, r.status, r.claim_ids from mart.recommendation_actions as r',
    $$values ('B0TESTMAIN', 1, 'price_above_peers', '25.00', '20.00', 'currency', 2, 1.00, 'pending', 'bsr bsr_median price price_above_median_pct price_median priced_count rating rating_mean')$$, 'a reader sees an action in one row'
);

select * from finish();
rollback;

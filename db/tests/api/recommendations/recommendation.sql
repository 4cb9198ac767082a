begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
\ir ../../support/recommendations.psql
select plan(9);

select pg_temp.dear_market();
insert into app.tenants (tenant_id, name) values ('00000000-0000-0000-0000-0000000000b1', 'other');
insert into core.competitor_links (tenant_id, asin_main, asin_comp) values ('00000000-0000-0000-0000-0000000000b1', 'B0TESTMAIN', 'B0TESTC001');
create function pg_temp.own() returns uuid language sql immutable as $$select '00000000-0000-0000-0000-000000000001'::uuid$$;
create function pg_temp.other() returns uuid language sql immutable as $$select '00000000-0000-0000-0000-0000000000b1'::uuid$$;
grant execute on function pg_temp.own(), pg_temp.other() to asinmart_api;

select pg_temp.renew('2025-03-31 20:00+00');
set local role asinmart_api;
create function pg_temp.answer() returns jsonb language sql as $$
    select api.recommendation(pg_temp.own(), 'B0TESTMAIN', 'US')::jsonb -> 'data';
$$;
select is(
    pg_temp.answer() - array['summary', 'actions', 'evidence', 'data_version'],
    '{"asin": "B0TESTMAIN", "marketplace": "US", "version": 1, "model": "rules-v1", "status": "complete", "as_of": "2025-03-30",
        "generated_at": "2025-03-31T20:00:00+00:00", "earlier_actions": []}'::jsonb,
    'the answer says what the recommendation is about'
);
select is(
    pg_temp.answer() -> 'summary' -> 0 ->> 'text', '30 of 30 days were observed, and 3 of 3 competitors on 2025-03-30.', 'what it rests on'
);
select is(
    (pg_temp.answer() -> 'actions' -> 0) - array['id', 'reason', 'expected_effect', 'claims'],
    '{"version": 1, "rule": "price_above_peers", "target_field": "price", "current_value": "25.00", "proposed_value": "20.00", "unit": "currency", "priority": 2,
        "confidence": 1.00, "status": "pending", "proposed_at": "2025-03-31T20:00:00+00:00", "decided_at": null, "applied_at": null, "outcomes": []}'::jsonb,
    'what to do'
);
select is(jsonb_array_length(pg_temp.answer() -> 'evidence'), 13, 'and every figure of it');
select throws_ok(
    $$select api.recommendation(pg_temp.other(), 'B0TESTMAIN', 'US')$$, 'AM404', 'there is no recommendation for B0TESTMAIN in marketplace US', 'another tenant has none'
);
select throws_ok($$select api.recommendation(pg_temp.own(), 'B0TESTMAIN', 'UK')$$, 'AM404', null, 'nor has another marketplace');

set local role asinmart_owner;
select pg_temp.decide('price_above_peers', '2025-04-01 20:00+00', 'approved', 'applied');
insert into core.recommendations (asin, marketplace, tenant_id, version, status, data_version, summary, evidence, fingerprint, generated_at)
values ('B0TESTMAIN', 'US', pg_temp.own(), 2, 'thin_data', 1, '[]', '[]', '{}', '2025-04-02');
insert into core.action_outcomes (action_id, tenant_id, metric, unit, peer_count, verdict, reason, other_action_count, products, measured_at)
select a.id, a.tenant_id, 'rank', 'percent', 0, 'cannot tell', 'Few.', 0, '[]', '2025-04-20' from core.recommendation_actions as a;
set local role asinmart_api;
select is(pg_temp.answer() ->> 'version', '2', 'the latest version counts');
select is(pg_temp.answer() -> 'actions', '[]'::jsonb, 'with its own actions');
select is(
    pg_temp.answer() -> 'earlier_actions' -> 0 -> 'outcomes' -> 0 ->> 'verdict', 'cannot tell', 'what was applied earlier stays, with its outcome'
);

select * from finish();
rollback;

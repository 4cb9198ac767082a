begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
\ir ../../support/recommendations.psql
select plan(1);

select is(
    api.recommendation_action_item(jsonb_populate_record(null::core.recommendation_actions, '{"id": 7, "rule": "out_of_stock", "priority": 1, "claims": ["a"]}'))::jsonb,
    '{"id": 7, "version": null, "rule": "out_of_stock", "target_field": null, "current_value": null, "proposed_value": null, "unit": null, "priority": 1,
        "confidence": null, "reason": null, "expected_effect": null, "claims": ["a"], "status": null, "proposed_at": null, "decided_at": null,
        "applied_at": null, "outcomes": []}'::jsonb,
    'an action has all its fields, and a list of outcomes'
);

select * from finish();
rollback;

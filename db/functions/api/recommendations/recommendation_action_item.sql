create or replace function api.recommendation_action_item(p_action core.recommendation_actions)
returns json
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select json_build_object(
        'id', p_action.id, 'version', p_action.version, 'rule', p_action.rule, 'target_field', p_action.target_field,
        'current_value', p_action.current_value, 'proposed_value', p_action.proposed_value, 'unit', p_action.unit,
        'priority', p_action.priority, 'confidence', p_action.confidence, 'reason', p_action.reason,
        'expected_effect', p_action.expected_effect, 'claims', p_action.claims, 'status', p_action.status,
        'proposed_at', p_action.proposed_at, 'decided_at', p_action.decided_at, 'applied_at', p_action.applied_at,
        'outcomes', (
            select coalesce(
                json_agg(
                    json_build_object(
                        'metric', o.metric, 'unit', o.unit, 'main_before', o.main_before, 'main_after', o.main_after,
                        'main_change', o.main_change, 'peer_count', o.peer_count, 'peer_change', o.peer_change, 'effect', o.effect,
                        'effect_low', o.effect_low, 'effect_high', o.effect_high, 'verdict', o.verdict, 'reason', o.reason,
                        'other_action_count', o.other_action_count, 'products', o.products, 'measured_at', o.measured_at
                    )
                    order by o.metric
                ),
                '[]'
            )
            from core.action_outcomes as o
            where o.action_id = p_action.id and o.tenant_id = p_action.tenant_id
        )
    );
$$;
comment on function api.recommendation_action_item(core.recommendation_actions) is 'An action with its outcomes as the REST API shows it.';
grant execute on function api.recommendation_action_item(core.recommendation_actions) to asinmart_api;

create or replace function core.measure_action_outcomes(
    p_now timestamptz,
    p_limit integer default 200
)
returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
    v_count integer;
begin
    insert into core.action_outcomes (
        action_id, tenant_id, metric, unit, main_before, main_after, main_change, peer_count, peer_change, effect, effect_low,
        effect_high, verdict, reason, other_action_count, products, measured_at
    )
    select
        e.action_id, e.tenant_id, e.metric, e.unit, e.main_before, e.main_after, e.main_change, e.peer_count, e.peer_change,
        e.effect, e.effect_low, e.effect_high, e.verdict, e.reason, e.other_action_count, e.products, p_now
    from core.action_effects(array(select d.action_id from core.due_follow_ups(p_now, p_limit) as d)) as e
    on conflict (action_id, tenant_id, metric) do nothing;
    get diagnostics v_count = row_count;
    return v_count;
end;
$$;
comment on function core.measure_action_outcomes(timestamptz, integer) is 'Writes the outcomes of applied actions that are due, and returns the number of rows.';

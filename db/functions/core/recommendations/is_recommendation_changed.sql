create or replace function core.is_recommendation_changed(
    p_old jsonb,
    p_new jsonb
)
returns boolean
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    select p_old -> 'status' is distinct from p_new -> 'status' or exists (
        select
        from jsonb_each(p_old -> 'actions') as o (rule, steps)
        full join jsonb_each(p_new -> 'actions') as n (rule, steps) on n.rule = o.rule
        where o.rule is null or n.rule is null or core.is_evidence_changed(o.steps, n.steps)
    );
$$;
comment on function core.is_recommendation_changed(jsonb, jsonb) is 'Whether a recommendation differs from the last version in its actions or their evidence.';

-- What a new version would say of some main products; arrays of one length name them. What stands (approved, or applied and not yet
-- followed up) blocks other actions on the same field, and what was rejected comes back only on other evidence. Neither changes the
-- fingerprint: deciding is no reason for a new version.
create or replace function core.recommendation_drafts(
    p_tenant_ids uuid[],
    p_asins text[],
    p_marketplaces text[],
    p_now timestamptz
)
returns table (
    tenant_id uuid, asin text, marketplace text, status text, as_of date, summary jsonb, evidence jsonb, fingerprint jsonb, actions jsonb
)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    with limits as materialized (
        select core.recommendation_limits() as known
    ),
    looked_at as materialized (
        select
            s as subject, s.tenant_id, s.asin, s.marketplace, s.as_of, o.obstacle, c.candidates,
            core.recommendation_claims(s, n.ids) as claims
        from core.recommendation_subjects(p_tenant_ids, p_asins, p_marketplaces, p_now) as s
        cross join limits as l
        cross join lateral (select core.recommendation_obstacle(s, l.known) as obstacle) as o
        left join lateral (
            select array_agg(c) as candidates
            from core.recommendation_candidates(s, l.known) as c
            where o.obstacle is null
        ) as c on true
        cross join lateral (
            -- The claims of the summary, and of every sentence and fact of the candidates.
            select
                array['as_of', 'price', 'observed_days', 'expected_days', 'observed_count', 'competitor_count']
                || array_agg(distinct i.slot[1]) as ids
            from unnest(c.candidates) as c
            cross join lateral regexp_matches(
                c.reason || c.expected_effect || '{' || array_to_string(c.deciding, '}{') || '}', '{([^{}]+)}', 'g'
            ) as i (slot)
        ) as n
    ),
    standing as materialized (
        select a.tenant_id, a.asin, a.marketplace, a.rule, a.target_field, a.fingerprint
        from looked_at as k
        inner join core.recommendation_actions as a
            on a.tenant_id = k.tenant_id and a.asin = k.asin and a.marketplace = k.marketplace
        where a.status = 'approved' or a.status = 'applied' and not exists (
            select from core.action_outcomes as o where o.action_id = a.id and o.tenant_id = a.tenant_id
        )
    ),
    found as materialized (
        select
            k.tenant_id, k.asin, k.marketplace, c.rule, c.priority, c.confidence, e.steps,
            jsonb_build_object(
                'rule', c.rule, 'target_field', c.target_field, 'current_value', c.current_value, 'proposed_value', c.proposed_value,
                'unit', c.unit, 'priority', c.priority, 'confidence', c.confidence, 'reason', t.reason,
                'expected_effect', t.expected_effect, 'fingerprint', e.steps, 'claims', (
                    select jsonb_agg(distinct i.id)
                    from (
                        select jsonb_array_elements_text((t.reason -> 'claims') || (t.expected_effect -> 'claims')) as id
                        union all
                        select d.id from jsonb_object_keys(e.steps) as d (id)
                    ) as i
                )
            ) as action,
            exists (
                select from core.recommendation_actions as a
                where a.tenant_id = k.tenant_id and a.asin = k.asin and a.marketplace = k.marketplace and a.rule = c.rule
                    and a.status = 'rejected' and not core.is_evidence_changed(a.fingerprint, e.steps)
            ) as is_rejected
        from looked_at as k
        cross join lateral unnest(k.candidates) as c
        cross join lateral (select core.evidence_steps(k.claims, c.deciding) as steps) as e
        cross join lateral (
            select
                core.filled_sentence(c.reason, 'bad', k.claims) as reason,
                core.filled_sentence(c.expected_effect, 'good', k.claims) as expected_effect
        ) as t
        where not exists (
            select from standing as s
            where s.tenant_id = k.tenant_id and s.asin = k.asin and s.marketplace = k.marketplace and s.target_field = c.target_field
        )
    )
    select
        k.tenant_id, k.asin, k.marketplace, case when k.obstacle is null then 'complete' else 'thin_data' end, k.as_of,
        said.summary, core.stated_claims(k.claims, said.summary, f.actions),
        jsonb_build_object(
            'status', case when k.obstacle is null then 'complete' else 'thin_data' end,
            'actions', coalesce(f.steps, '{}') || coalesce(s.steps, '{}')
        ),
        coalesce(f.actions, '[]')
    from looked_at as k
    left join lateral (
        select
            jsonb_object_agg(f.rule, f.steps) as steps,
            jsonb_agg(f.action order by f.priority, f.confidence desc, f.rule) filter (where not f.is_rejected) as actions
        from found as f
        where f.tenant_id = k.tenant_id and f.asin = k.asin and f.marketplace = k.marketplace
    ) as f on true
    left join lateral (
        select jsonb_object_agg(s.rule, s.fingerprint) as steps
        from standing as s
        where s.tenant_id = k.tenant_id and s.asin = k.asin and s.marketplace = k.marketplace
    ) as s on true
    cross join lateral (
        select core.recommendation_summary(k.obstacle, core.price_obstacle(k.subject), f.steps is not null, k.claims) as summary
    ) as said;
$$;
comment on function core.recommendation_drafts(uuid[], text[], text[], timestamptz) is 'What a new version of the recommendations for some main products would say: one row each.';

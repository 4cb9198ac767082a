-- Let the rules look at some main products; arrays of one length name them. A version is written only when its actions or their
-- evidence differ from the last one; pending actions of earlier versions are then superseded. Returns the versions.
-- The lock makes two refreshes follow each other: the second finds the version of the first. Decisions on actions of these products
-- wait for the end, and then find the action superseded.
create or replace function core.write_recommendations(
    p_tenant_ids uuid[],
    p_asins text[],
    p_marketplaces text[],
    p_now timestamptz
)
returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
    v_count integer;
begin
    lock table core.recommendations in share update exclusive mode;
    perform
    from core.recommendation_actions as a
    inner join unnest(p_tenant_ids, p_asins, p_marketplaces) as k (tenant_id, asin, marketplace)
        on k.tenant_id = a.tenant_id and k.asin = a.asin and k.marketplace = a.marketplace
    where a.status in ('pending', 'approved', 'applied')
    order by a.id
    for no key update of a;

    with fresh as materialized (
        select d.*, coalesce(l.version, 0) + 1 as version
        from core.recommendation_drafts(p_tenant_ids, p_asins, p_marketplaces, p_now) as d
        left join lateral (
            select r.version, r.fingerprint
            from core.recommendations as r
            where r.asin = d.asin and r.marketplace = d.marketplace and r.tenant_id = d.tenant_id
            order by r.version desc
            limit 1
        ) as l on true
        where l.version is null or core.is_recommendation_changed(l.fingerprint, d.fingerprint)
    ),
    written as (
        insert into core.recommendations (
            asin, marketplace, tenant_id, version, status, as_of, data_version, summary, evidence, fingerprint, generated_at
        )
        select
            f.asin, f.marketplace, f.tenant_id, f.version, f.status, f.as_of,
            coalesce((select max(i.id) from ops.cache_invalidations as i), 0), f.summary, f.evidence, f.fingerprint, p_now
        from fresh as f
        returning 1
    ),
    superseded as (
        update core.recommendation_actions as a
        set status = 'superseded', decided_at = p_now
        from fresh as f
        where a.tenant_id = f.tenant_id and a.asin = f.asin and a.marketplace = f.marketplace and a.status = 'pending'
    ),
    proposed as (
        insert into core.recommendation_actions (
            tenant_id, asin, marketplace, version, rule, target_field, current_value, proposed_value, unit, priority, confidence,
            reason, expected_effect, claims, fingerprint, proposed_at
        )
        select
            f.tenant_id, f.asin, f.marketplace, f.version, a.rule, a.target_field, a.current_value, a.proposed_value, a.unit,
            a.priority, a.confidence, a.reason, a.expected_effect, a.claims, a.fingerprint, p_now
        from fresh as f
        cross join lateral jsonb_array_elements(f.actions) with ordinality as e (item, place)
        cross join lateral jsonb_populate_record(null::core.recommendation_actions, e.item) as a
        order by f.tenant_id, f.asin, f.marketplace, e.place
    ),
    checked as (
        insert into core.recommendation_checks as c (asin, marketplace, tenant_id, checked_at)
        select k.asin, k.marketplace, k.tenant_id, p_now
        from unnest(p_tenant_ids, p_asins, p_marketplaces) as k (tenant_id, asin, marketplace)
        on conflict (asin, marketplace, tenant_id) do update set checked_at = excluded.checked_at
    )
    select count(*)::integer into v_count from written;
    return v_count;
end;
$$;
comment on function core.write_recommendations(uuid[], text[], text[], timestamptz) is 'Writes new versions of the recommendations for some main products where something has changed, and returns their number.';

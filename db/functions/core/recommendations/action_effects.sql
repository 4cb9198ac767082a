-- The outcome of applied actions by metric, ready for core.action_outcomes. A mean needs half of its 14 days.
create or replace function core.action_effects(p_action_ids bigint[])
returns table (
    action_id bigint, tenant_id uuid, metric text, unit text, main_before numeric, main_after numeric, main_change numeric,
    peer_count integer, peer_change numeric, effect numeric, effect_low numeric, effect_high numeric, verdict text, reason text,
    other_action_count integer, products jsonb
)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    with changes as materialized (
        select
            c.*, case when least(c.days_before, c.days_after) >= 7 then c.mean_after - c.mean_before end as change,
            c.metric <> 'rating' as is_log
        from core.action_changes(p_action_ids) as c
    ),
    effects as (
        select
            a.id, a.tenant_id, a.asin, a.marketplace, a.applied_at, k.metric, k.is_log, k.is_lower_better, p.products,
            case when own.change is not null then own.mean_before end as mean_before,
            case when own.change is not null then own.mean_after end as mean_after, own.change,
            d.peer_count, d.peer_change, d.effect, d.effect_low, d.effect_high
        from core.recommendation_actions as a
        cross join lateral (
            values
                ('rank', true, true, true), ('price', true, false, a.target_field <> 'price'),
                ('rating', false, false, a.target_field in ('rating', 'reviews')),
                ('reviews', true, false, a.target_field in ('rating', 'reviews'))
        ) as k (metric, is_log, is_lower_better, fits)
        left join changes as own on own.action_id = a.id and own.metric = k.metric and own.is_main
        left join lateral (
            select
                array_agg(c.change) filter (where c.change is not null and not c.is_main) as peer_changes,
                jsonb_agg(
                    jsonb_build_object(
                        'asin', c.asin, 'is_main', c.is_main, 'days_before', c.days_before, 'days_after', c.days_after,
                        'before', core.effect_value(c.mean_before, c.is_log, false),
                        'after', core.effect_value(c.mean_after, c.is_log, false),
                        'change', core.effect_value(c.change, c.is_log, true)
                    )
                    order by c.is_main desc, c.asin
                ) as products
            from changes as c
            where c.action_id = a.id and c.metric = k.metric
        ) as p on true
        cross join lateral core.difference_in_differences(own.change, p.peer_changes) as d
        where a.id = any (p_action_ids) and k.fits
    )
    select
        e.id, e.tenant_id, e.metric, case when e.is_log then 'percent' else 'stars' end,
        core.effect_value(e.mean_before, e.is_log, false), core.effect_value(e.mean_after, e.is_log, false),
        core.effect_value(e.change, e.is_log, true), e.peer_count, core.effect_value(e.peer_change, e.is_log, true),
        core.effect_value(e.effect, e.is_log, true), core.effect_value(e.effect_low, e.is_log, true),
        core.effect_value(e.effect_high, e.is_log, true),
        case
            when r.reason is not null then 'cannot tell'
            when (e.effect > 0) = e.is_lower_better then 'worsened'
            else 'improved'
        end,
        r.reason,
        (
            select count(*)::integer from core.recommendation_actions as o
            where o.tenant_id = e.tenant_id and o.asin = e.asin and o.marketplace = e.marketplace and o.id <> e.id
                and o.status = 'applied' and o.applied_at between e.applied_at - interval '14 days' and e.applied_at + interval '14 days'
        ),
        coalesce(e.products, '[]')
    from effects as e
    cross join lateral (
        select case
            when e.change is null then 'Fewer than half of the days before or after have a value of the product.'
            when e.peer_count < 3 then 'Fewer than three competitors have values of half of the days before and after.'
            when e.effect_low is null then 'All competitors changed alike, so there is no spread to judge by.'
            when e.effect_low <= 0 and e.effect_high >= 0 then 'The interval contains 0: the competitors alone may differ as much.'
        end as reason
    ) as r;
$$;
comment on function core.action_effects(bigint[]) is 'Effect of applied actions by metric: the change of the product beyond that of its competitors, with interval and verdict.';

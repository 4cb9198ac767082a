-- How each metric of the product of an action, and of the competitors of its tenant, changed from the 14 days before the action took
-- effect to the 14 days after; that day itself is left out. Means are of logarithms (rank, price, reviews), so that a change is a
-- share whatever the level, or of stars. Ranks are of one category: the one with most days on both sides. Prices of products out of
-- stock do not count. A competitor with an applied action of its own in that time is no control. No row: no day has a value.
create or replace function core.action_changes(p_action_ids bigint[])
returns table (
    action_id bigint, metric text, asin text, is_main boolean, days_before integer, days_after integer, mean_before numeric,
    mean_after numeric
)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    with actions as (
        select
            a.id, a.tenant_id, a.asin, a.marketplace, a.target_field,
            (a.applied_at at time zone m.time_zone)::date as applied_on, m.time_zone
        from core.recommendation_actions as a
        inner join core.marketplaces as m on m.marketplace = a.marketplace
        where a.id = any (p_action_ids)
    ),
    products as (
        select a.id, a.target_field, a.applied_on, a.asin, a.marketplace, true as is_main
        from actions as a
        union all
        select distinct a.id, a.target_field, a.applied_on, p.asin_comp, a.marketplace, false
        from actions as a
        inner join core.compared_pairs as p on p.tenant_id = a.tenant_id and p.asin_main = a.asin and p.marketplace = a.marketplace
        where not exists (
            select from core.recommendation_actions as o
            where o.tenant_id = a.tenant_id and o.asin = p.asin_comp and o.marketplace = a.marketplace and o.status = 'applied'
                and (o.applied_at at time zone a.time_zone)::date between a.applied_on - 14 and a.applied_on + 14
        )
    ),
    means as (
        select
            p.id, p.asin, p.is_main, v.metric, v.category,
            (count(*) filter (where d.date < p.applied_on))::integer as days_before,
            (count(*) filter (where d.date > p.applied_on))::integer as days_after,
            avg(v.value) filter (where d.date < p.applied_on) as mean_before,
            avg(v.value) filter (where d.date > p.applied_on) as mean_after
        from products as p
        inner join core.product_metrics_daily as d
            on d.asin = p.asin and d.marketplace = p.marketplace and d.date between p.applied_on - 14 and p.applied_on + 14
            and d.date <> p.applied_on
        cross join lateral (
            values
                ('rank', d.bsr_category, ln(d.bsr::numeric)),
                ('price', null, case when core.is_offered(d.status, d.in_stock) and d.price > 0 and p.target_field <> 'price' then ln(d.price) end),
                ('rating', null, case when p.target_field in ('rating', 'reviews') then d.rating end),
                ('reviews', null, case when p.target_field in ('rating', 'reviews') then ln(nullif(d.reviews_count, 0)::numeric) end)
        ) as v (metric, category, value)
        where v.value is not null
        group by p.id, p.asin, p.is_main, v.metric, v.category
    )
    select distinct on (m.id, m.metric, m.is_main, m.asin)
        m.id, m.metric, m.asin, m.is_main, m.days_before, m.days_after, m.mean_before, m.mean_after
    from means as m
    order by m.id, m.metric, m.is_main, m.asin, least(m.days_before, m.days_after) desc, m.days_before + m.days_after desc, m.category;
$$;
comment on function core.action_changes(bigint[]) is 'Means of each metric before and after applied actions, of their products and of the competitors.';

-- Applied actions whose 14 days after are over and observed; after another week without their last day they are followed up with the
-- days that there are.
create or replace function core.due_follow_ups(
    p_now timestamptz,
    p_limit integer
)
returns table (action_id bigint, tenant_id uuid)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select a.id, a.tenant_id
    from core.recommendation_actions as a
    inner join core.marketplaces as m on m.marketplace = a.marketplace
    cross join lateral (
        select (a.applied_at at time zone m.time_zone)::date + 14 as last_day, (p_now at time zone m.time_zone)::date as today
    ) as t
    left join mart.product_latest as l on l.asin = a.asin and l.marketplace = a.marketplace
    where a.status = 'applied' and t.today > t.last_day and (l.date >= t.last_day or t.today > t.last_day + 7)
        and not exists (select from core.action_outcomes as o where o.action_id = a.id and o.tenant_id = a.tenant_id)
    order by a.applied_at, a.id
    limit p_limit;
$$;
comment on function core.due_follow_ups(timestamptz, integer) is 'Applied actions to follow up now.';

-- Main products that the rules have not looked at for as long as their groups say; a link without a group asks for once a day.
-- A product that was never observed before is looked at again as soon as it is. Those not looked at for longest come first.
create or replace function core.due_recommendations(
    p_now timestamptz,
    p_limit integer
)
returns table (tenant_id uuid, asin text, marketplace text)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select m.tenant_id, m.asin_main, m.marketplace
    from (
        select p.tenant_id, p.asin_main, p.marketplace, min(p.frequency) as frequency
        from (
            select l.tenant_id, l.asin_main, l.marketplace, interval '1 day' as frequency from core.competitor_links as l
            union all
            select g.tenant_id, g.asin_main, g.marketplace, g.analysis_frequency
            from core.competitive_groups as g
            where g.is_active and exists (
                select from core.competitive_group_members as c
                where c.group_id = g.id and c.tenant_id = g.tenant_id and c.is_active and c.asin <> g.asin_main
            )
        ) as p
        group by p.tenant_id, p.asin_main, p.marketplace
    ) as m
    inner join app.tenants as t on t.tenant_id = m.tenant_id and t.is_active
    left join core.recommendation_checks as c
        on c.asin = m.asin_main and c.marketplace = m.marketplace and c.tenant_id = m.tenant_id
    where c.checked_at is null
        or c.checked_at + m.frequency <= p_now
        or (
            exists (select from mart.product_latest as l where l.asin = m.asin_main and l.marketplace = m.marketplace)
            and exists (
                select from core.recommendations as r
                where r.asin = m.asin_main and r.marketplace = m.marketplace and r.tenant_id = m.tenant_id and r.as_of is null
            )
            and not exists (
                select from core.recommendations as r
                where r.asin = m.asin_main and r.marketplace = m.marketplace and r.tenant_id = m.tenant_id and r.as_of is not null
            )
        )
    order by c.checked_at nulls first, m.tenant_id, m.asin_main, m.marketplace
    limit p_limit;
$$;
comment on function core.due_recommendations(timestamptz, integer) is 'Main products that the recommendation rules should look at now.';

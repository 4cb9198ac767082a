-- Main products of active groups whose report is due, the longest waiting first: never checked; or the frequency of the group has
-- passed; or, for frequencies of a day and more, that many days have been observed since, so that a daily report follows the data of
-- the day and not the hour of the first report. A new day counts once each competitor observed in the three days before has it too,
-- or six hours after the main product.
-- The job asks every minute, and mostly nothing is due: what costs more is looked up for the few that the conditions before leave.
create or replace function ops.due_reports(p_now timestamptz)
returns table (tenant_id uuid, asin_main text, marketplace text)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    with candidates as materialized (
        select g.id as group_id, g.tenant_id, g.asin_main, g.marketplace, c.checked_at, l.date, passed.is_passed
        from core.competitive_groups as g
        inner join mart.product_latest as l on l.asin = g.asin_main and l.marketplace = g.marketplace
        left join ops.report_checks as c
            on c.asin_main = g.asin_main and c.marketplace = g.marketplace and c.tenant_id = g.tenant_id
        cross join lateral (select c.checked_at is null or c.checked_at + g.analysis_frequency <= p_now as is_passed) as passed
        where g.is_active
            and (
                passed.is_passed
                or (
                    c.error is null
                    and l.date - greatest(floor(extract(epoch from g.analysis_frequency) / 86400)::integer, 1) >= (
                        select r.as_of
                        from core.competition_reports as r
                        where r.asin_main = g.asin_main and r.marketplace = g.marketplace and r.tenant_id = g.tenant_id
                        order by r.version desc
                        limit 1
                    )
                )
            )
    )
    select k.tenant_id, k.asin_main, k.marketplace
    from candidates as k
    where exists (
        select from core.competitive_group_members as m
        where m.group_id = k.group_id and m.tenant_id = k.tenant_id and m.is_active and m.asin <> k.asin_main
    )
        and (
            k.is_passed
            or not exists (
                select from core.compared_pairs as p
                -- By key, one by one: else the days of all products may be read for each main product.
                cross join lateral (
                    select o.date from mart.product_latest as o where o.asin = p.asin_comp and o.marketplace = p.marketplace offset 0
                ) as other
                where p.tenant_id = k.tenant_id and p.asin_main = k.asin_main and p.marketplace = k.marketplace
                    and other.date < k.date and other.date >= k.date - 3
            )
            or exists (
                select from core.product_metrics_daily as d
                where d.asin = k.asin_main and d.marketplace = k.marketplace and d.date = k.date
                    and coalesce(d.observed_at, d.created_at) < p_now - interval '6 hours'
            )
        )
    group by k.checked_at, k.tenant_id, k.asin_main, k.marketplace
    order by k.checked_at nulls first, k.tenant_id, k.asin_main, k.marketplace;
$$;
comment on function ops.due_reports(timestamptz) is 'Main products whose scheduled competition report is due.';

-- Main products of active groups whose report is due, the longest waiting first: never checked; or the frequency of the group has
-- passed; or, for frequencies of a day and more, that many days have been observed since, so that a daily report follows the data of
-- the day and not the hour of the first report. A new day counts once each competitor observed in the three days before has it too,
-- or six hours after the main product.
create or replace function ops.due_reports(p_now timestamptz)
returns table (tenant_id uuid, asin_main text, marketplace text)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    with wanted as (
        select g.tenant_id, g.asin_main, g.marketplace, min(g.analysis_frequency) as frequency
        from core.competitive_groups as g
        where g.is_active
            and exists (
                select from core.competitive_group_members as m
                where m.group_id = g.id and m.tenant_id = g.tenant_id and m.is_active and m.asin <> g.asin_main
            )
        group by g.tenant_id, g.asin_main, g.marketplace
    )
    select w.tenant_id, w.asin_main, w.marketplace
    from wanted as w
    inner join mart.product_latest as l on l.asin = w.asin_main and l.marketplace = w.marketplace
    left join ops.report_checks as c
        on c.asin_main = w.asin_main and c.marketplace = w.marketplace and c.tenant_id = w.tenant_id
    left join lateral (
        select r.as_of
        from core.competition_reports as r
        where r.asin_main = w.asin_main and r.marketplace = w.marketplace and r.tenant_id = w.tenant_id
        order by r.version desc
        limit 1
    ) as latest on true
    where c.checked_at is null
        or c.checked_at + w.frequency <= p_now
        or (
            l.date >= latest.as_of + greatest(floor(extract(epoch from w.frequency) / 86400)::integer, 1)
            and c.error is null
            and (
                not exists (
                    select from core.compared_pairs as p
                    inner join mart.product_latest as other on other.asin = p.asin_comp and other.marketplace = p.marketplace
                    where p.tenant_id = w.tenant_id and p.asin_main = w.asin_main and p.marketplace = w.marketplace
                        and other.date < l.date and other.date >= l.date - 3
                )
                or exists (
                    select from core.product_metrics_daily as d
                    where d.asin = w.asin_main and d.marketplace = w.marketplace and d.date = l.date
                        and coalesce(d.observed_at, d.created_at) < p_now - interval '6 hours'
                )
            )
        )
    order by c.checked_at nulls first, w.tenant_id, w.asin_main, w.marketplace;
$$;
comment on function ops.due_reports(timestamptz) is 'Main products whose scheduled competition report is due.';

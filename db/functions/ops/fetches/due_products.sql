-- Tracked products that are due: last seen longer ago than the shortest tracking_frequency of their trackers, one row
-- per product. The job runs once a day, so products that fall due within a quarter of their frequency (6 hours at most)
-- are included. Products that an open fetch requests already, or that wait for promotion, are left out.
create or replace function ops.due_products(p_now timestamptz)
returns table (marketplace text, asin text, due_at timestamptz)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    with tracked as (
        select t.marketplace, t.asin, min(t.tracking_frequency) as frequency
        from app.tracked_products as t
        inner join app.tenants as n on n.tenant_id = t.tenant_id and n.is_active
        where t.is_active
        group by t.marketplace, t.asin
    ),
    asked as (
        select f.marketplace, a.asin
        from ops.fetches as f
        cross join lateral unnest(f.asins) as a (asin)
        where f.status in ('queued', 'running')
            or f.status = 'landed' and exists (
                select from core.ingest_runs as r where r.job_id = f.job_id and r.status = 'LANDED'
            )
    )
    select t.marketplace, t.asin, d.due_at
    from tracked as t
    left join core.products as p on p.asin = t.asin and p.marketplace = t.marketplace
    cross join lateral (
        select coalesce(p.last_seen_at + t.frequency - least(t.frequency / 4, interval '6 hours'), '-infinity') as due_at
    ) as d
    where d.due_at <= p_now
        and not exists (select from asked as a where a.asin = t.asin and a.marketplace = t.marketplace);
$$;
comment on function ops.due_products(timestamptz) is 'Tracked products that are due to be fetched.';

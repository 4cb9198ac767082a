-- Products requested and costs charged on the day (UTC) of p_now, manual fetches included. limit_reason names the limit
-- of ops.settings that is reached; null: products_left more may be fetched.
create or replace function ops.fetch_spending(p_now timestamptz)
returns table (product_count bigint, cost numeric, products_left bigint, limit_reason text)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    with day as (
        select (p_now at time zone 'UTC')::date::timestamp at time zone 'UTC' as from_at
    ),
    spent as (
        select
            (
                select coalesce(sum(cardinality(f.asins)), 0)
                from ops.fetches as f where f.requested_at >= d.from_at and f.status <> 'refused'
            ) as product_count,
            (select coalesce(sum(f.cost), 0) from ops.fetches as f where coalesce(f.finished_at, f.requested_at) >= d.from_at)
            + (
                select coalesce(sum(r.cost), 0) from core.ingest_runs as r
                where r.started_at >= d.from_at and r.cost > 0
                    and not exists (select from ops.fetches as f where f.source_run_id = r.source_run_id)
            ) as cost
        from day as d
    ),
    limits as (
        select ops.setting('fetch_daily_products')::bigint as products, ops.setting('fetch_daily_cost')::numeric as cost
    )
    select
        s.product_count, s.cost, greatest(l.products - s.product_count, 0),
        case
            when s.cost >= l.cost then format('fetches have cost %s of %s US dollars today (fetch_daily_cost)', round(s.cost, 2), l.cost)
            when s.product_count >= l.products then format('%s of %s products were requested today (fetch_daily_products)', s.product_count, l.products)
        end
    from spent as s
    cross join limits as l;
$$;
comment on function ops.fetch_spending(timestamptz) is 'Products requested from sources and costs charged today, and whether a limit is reached.';

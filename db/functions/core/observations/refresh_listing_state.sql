-- Set whether a listing is gone, and since when: the first observation without the listing after the last one with it,
-- whatever their order of arrival. Checks only products whose listing this run did not find, that are marked as gone,
-- or whose valid observation was replaced by a failed one; a failed page alone is no evidence. A replay may have
-- changed or withdrawn any observation: it checks all of its products.
create or replace function core.refresh_listing_state(p_is_replay boolean default false)
returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
    with doubtful as (
        select o.asin, o.marketplace
        from pg_temp.observations as o
        where o.reject_code is null and o.status = 'delisted'
        union
        select o.asin, o.marketplace
        from pg_temp.observations as o
        inner join core.products as p on p.asin = o.asin and p.marketplace = o.marketplace
        where o.reject_code is null and p.is_unlisted
        union
        select o.asin, o.marketplace from pg_temp.observations as o where o.reject_code is null and p_is_replay
        union
        select w.asin, w.marketplace from pg_temp.withdrawn_observations as w
        union
        select o.asin, o.marketplace
        from pg_temp.observations as o
        inner join pg_temp.changed_days as c on c.asin = o.asin and c.marketplace = o.marketplace and c.date = o.date
        where o.reject_code is null and o.status in ('redirected', 'blocked', 'parse_error')
    ),
    decided as (
        select
            d.asin,
            d.marketplace,
            -- The unlisted_at of an observation that retention has dropped is kept.
            case
                when p.unlisted_at < h.horizon and p.unlisted_at > coalesce(seen.listed_at, '-infinity') then p.unlisted_at
                else gone.unlisted_at
            end as unlisted_at
        from doubtful as d
        inner join core.products as p on p.asin = d.asin and p.marketplace = d.marketplace
        cross join (select ops.horizon('core.product_snapshots')::timestamptz as horizon) as h
        cross join lateral (
            select max(s.scraped_at) as listed_at
            from core.product_snapshots as s
            where s.asin = d.asin
                and s.marketplace = d.marketplace
                and s.status in ('ok', 'no_offer', 'out_of_stock', 'price_hidden')
        ) as seen
        cross join lateral (
            select min(s.scraped_at) as unlisted_at
            from core.product_snapshots as s
            where s.asin = d.asin
                and s.marketplace = d.marketplace
                and s.status = 'delisted'
                and s.scraped_at > coalesce(seen.listed_at, '-infinity')
        ) as gone
    ),
    written as (
        update core.products as p
        set is_unlisted = d.unlisted_at is not null, unlisted_at = d.unlisted_at
        from decided as d
        where p.asin = d.asin
            and p.marketplace = d.marketplace
            and p.unlisted_at is distinct from d.unlisted_at
        returning p.asin, p.marketplace
    )
    insert into pg_temp.changed_products (asin, marketplace)
    select w.asin, w.marketplace from written as w
    except
    select c.asin, c.marketplace from pg_temp.changed_products as c;
$$;
comment on function core.refresh_listing_state(boolean) is 'Marks products of a run as unlisted or listed again.';

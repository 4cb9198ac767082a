-- After a replayed slice was applied: add the days that lost an observation to pg_temp.changed_days, set first and last
-- seen of their products from the remaining observations, delete products without any other evidence, and check again
-- whether listings are gone.
create or replace function core.reconcile_withdrawals()
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
as $$
begin
    perform set_config('asinmart.is_promoting', 'on', true);
    insert into pg_temp.changed_days (asin, marketplace, date)
    select w.asin, w.marketplace, w.date
    from pg_temp.withdrawn_observations as w
    where w.status in ('ok', 'no_offer', 'out_of_stock', 'price_hidden')
    except
    select c.asin, c.marketplace, c.date from pg_temp.changed_days as c;

    delete from core.products as p
    using (
        select w.asin, w.marketplace, min(w.scraped_at) as first_at from pg_temp.withdrawn_observations as w group by w.asin, w.marketplace
    ) as w
    where p.asin = w.asin and p.marketplace = w.marketplace
        -- A product that existed before its first observation was created manually and stays.
        and p.first_seen_at >= w.first_at
        and not exists (select from core.product_snapshots as s where s.asin = p.asin and s.marketplace = p.marketplace)
        and not exists (select from core.bestseller_snapshots as b where b.asin = p.asin and b.marketplace = p.marketplace)
        and not exists (
            select from core.product_metrics_daily as d
            where d.asin = p.asin and d.marketplace = p.marketplace
                and not exists (
                    select from pg_temp.changed_days as c
                    where c.asin = d.asin and c.marketplace = d.marketplace and c.date = d.date and d.observed_at is not null
                )
        );

    with shown as (
        select
            w.asin,
            w.marketplace,
            w.first_at,
            w.last_at,
            (select min(s.scraped_at) from core.product_snapshots as s where s.asin = w.asin and s.marketplace = w.marketplace)
                as first_seen_at,
            (select max(s.scraped_at) from core.product_snapshots as s where s.asin = w.asin and s.marketplace = w.marketplace)
                as last_seen_at
        from (
            select w.asin, w.marketplace, min(w.scraped_at) as first_at, max(w.scraped_at) as last_at
            from pg_temp.withdrawn_observations as w
            group by w.asin, w.marketplace
        ) as w
    )
    update core.products as p
    set first_seen_at = case when p.first_seen_at >= s.first_at then coalesce(s.first_seen_at, p.first_seen_at) else p.first_seen_at end,
        last_seen_at = case when p.last_seen_at <= s.last_at then coalesce(s.last_seen_at, p.last_seen_at) else p.last_seen_at end,
        described_at = case when p.described_at = '-infinity' then coalesce(s.first_seen_at, p.first_seen_at) else p.described_at end
    from shown as s
    where p.asin = s.asin and p.marketplace = s.marketplace;
    perform core.refresh_listing_state(true);
    perform set_config('asinmart.is_promoting', 'off', true);
end;
$$;
comment on function core.reconcile_withdrawals() is 'Updates products and changed days after a replayed slice withdrew observations.';

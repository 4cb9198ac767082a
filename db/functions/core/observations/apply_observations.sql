-- Write the accepted rows of pg_temp.observations into core, changed ones only, and add the days they change to
-- pg_temp.changed_days. Returns how many observations were new or different.
-- Of two observations of one product and instant the later arrival counts; an older arrival never replaces a newer one.
-- A failed observation has no values and changes a day only where it replaces a valid one, so a daily row corrected
-- manually survives a blocked page. A day whose daily row is missing is added for any valid observation, known or new,
-- so a replay restores it. An observation from a source without offers has status ok: its missing offer fields mean
-- nothing.
create or replace function core.apply_observations(p_job_id text)
returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
as $$
declare
    v_from timestamptz;
    v_to timestamptz;
    v_first_day date;
    v_last_day date;
    v_accepted integer;
    v_count integer;
begin
    select min(o.scraped_at), max(o.scraped_at), min(o.date), max(o.date), count(*)::integer
    into v_from, v_to, v_first_day, v_last_day, v_accepted
    from pg_temp.observations as o
    where o.reject_code is null;
    if v_from is null then
        return 0;
    end if;
    perform ops.ensure_partition('core.product_snapshots', months.month)
    from (
        select distinct date_trunc('month', o.scraped_at at time zone 'UTC')::date as month
        from pg_temp.observations as o
        where o.reject_code is null
    ) as months;

    -- Switches off the triggers that record manual changes.
    perform set_config('asinmart.is_promoting', 'on', true);
    perform core.apply_categories();
    perform core.apply_listing_changes(p_job_id);
    perform core.apply_products();
    perform core.apply_features();

    with observed as (
        select distinct on (o.asin, o.marketplace, o.scraped_at)
            o.*,
            o.status in ('redirected', 'delisted', 'blocked', 'parse_error') as is_failed,
            coalesce(o.speaks_of_offers, true) as has_spoken
        from pg_temp.observations as o
        where o.reject_code is null
        order by o.asin, o.marketplace, o.scraped_at, o.raw_event_id desc, o.element_no desc
    ),
    winners as (
        select
            o.asin, o.marketplace, o.scraped_at, o.date, o.source, o.raw_event_id, o.title,
            case when o.is_failed or o.has_spoken then o.status else 'ok' end as status,
            case when not o.is_failed then o.price end as price,
            case when not o.is_failed then o.list_price end as list_price,
            case when not o.is_failed then o.buybox_price end as buybox_price,
            case when not o.is_failed then o.buybox_seller end as buybox_seller,
            case when not o.is_failed then o.bsr end as bsr,
            case when not o.is_failed then o.bsr_category end as bsr_category,
            case when not o.is_failed then o.bsr_main end as bsr_main,
            case when not o.is_failed then o.rating end as rating,
            case when not o.is_failed then o.reviews_count end as reviews_count,
            case when not o.is_failed then o.in_stock end as in_stock,
            case when not o.is_failed then o.availability end as availability,
            case when not o.is_failed then o.is_prime end as is_prime,
            case when not o.is_failed then o.offers_count end as offers_count,
            case when not o.is_failed then o.coupon end as coupon,
            case when not o.is_failed then o.bsr_data end as bsr_data,
            case when not o.is_failed then nullif(round(o.used_price, 2), 0) end as used_price,
            o.has_spoken as speaks_of_offers
        from observed as o
    ),
    written as (
        insert into core.product_snapshots as t (
            asin, marketplace, scraped_at, date, status, price, list_price, buybox_price, buybox_seller, bsr, bsr_category,
            bsr_main, rating, reviews_count, in_stock, availability, is_prime, offers_count, coupon, title, bsr_data,
            used_price, speaks_of_offers, source, job_id, raw_event_id
        )
        select
            w.asin, w.marketplace, w.scraped_at, w.date, w.status, w.price, w.list_price, w.buybox_price, w.buybox_seller,
            w.bsr, w.bsr_category, w.bsr_main, w.rating, w.reviews_count, w.in_stock, w.availability, w.is_prime,
            w.offers_count, w.coupon, w.title, w.bsr_data, w.used_price, w.speaks_of_offers, w.source, p_job_id,
            w.raw_event_id
        from winners as w
        left join core.product_snapshots as s
            on s.asin = w.asin and s.marketplace = w.marketplace and s.scraped_at = w.scraped_at
            and s.scraped_at between v_from and v_to
        where s.asin is null
            or (
                w.raw_event_id >= coalesce(s.raw_event_id, 0)
                and (
                    s.status, s.price, s.list_price, s.buybox_price, s.buybox_seller, s.bsr, s.bsr_category, s.bsr_main,
                    s.rating, s.reviews_count, s.in_stock, s.availability, s.is_prime, s.offers_count, s.coupon, s.title,
                    s.bsr_data, s.used_price, s.speaks_of_offers
                ) is distinct from (
                    w.status, w.price, w.list_price, w.buybox_price, w.buybox_seller, w.bsr, w.bsr_category, w.bsr_main,
                    w.rating, w.reviews_count, w.in_stock, w.availability, w.is_prime, w.offers_count, w.coupon, w.title,
                    w.bsr_data, w.used_price, w.speaks_of_offers
                )
            )
        order by w.asin, w.marketplace, w.scraped_at
        on conflict (asin, marketplace, scraped_at) do update
        set date = excluded.date, status = excluded.status, price = excluded.price, list_price = excluded.list_price,
            buybox_price = excluded.buybox_price, buybox_seller = excluded.buybox_seller, bsr = excluded.bsr,
            bsr_category = excluded.bsr_category, bsr_main = excluded.bsr_main, rating = excluded.rating,
            reviews_count = excluded.reviews_count, in_stock = excluded.in_stock, availability = excluded.availability,
            is_prime = excluded.is_prime, offers_count = excluded.offers_count, coupon = excluded.coupon,
            title = excluded.title, bsr_data = excluded.bsr_data, used_price = excluded.used_price,
            speaks_of_offers = excluded.speaks_of_offers, source = excluded.source, job_id = excluded.job_id,
            raw_event_id = excluded.raw_event_id
        returning t.asin, t.marketplace, t.date, t.scraped_at, t.status
    ),
    noted as (
        insert into pg_temp.changed_days (asin, marketplace, date)
        select distinct n.asin, n.marketplace, n.date
        from written as n
        -- The row as it was before this statement.
        left join core.product_snapshots as s
            on s.asin = n.asin and s.marketplace = n.marketplace and s.scraped_at = n.scraped_at
            and s.scraped_at between v_from and v_to
            and n.status in ('redirected', 'delisted', 'blocked', 'parse_error')
        where n.status in ('ok', 'no_offer', 'out_of_stock', 'price_hidden')
            or s.status in ('ok', 'no_offer', 'out_of_stock', 'price_hidden')
    )
    select count(*)::integer into v_count from written;

    if v_count < v_accepted then
        insert into pg_temp.changed_days (asin, marketplace, date)
        select o.asin, o.marketplace, o.date
        from pg_temp.observations as o
        where o.reject_code is null
            and o.status in ('ok', 'no_offer', 'out_of_stock', 'price_hidden')
            and not exists (
                select from core.product_metrics_daily as d
                where d.asin = o.asin and d.marketplace = o.marketplace and d.date = o.date
                    and d.date between v_first_day and v_last_day
            )
        except
        select c.asin, c.marketplace, c.date from pg_temp.changed_days as c;
    end if;

    perform core.apply_bestsellers(p_job_id);
    perform core.refresh_listing_state();
    -- What a promotion joins and filters by; autovacuum does the rest.
    perform ops.analyze_grown(
        'core.product_snapshots', v_from::date, v_to::date,
        array['asin', 'marketplace', 'scraped_at', 'date', 'status', 'raw_event_id']
    );
    perform set_config('asinmart.is_promoting', 'off', true);
    return v_count;
end;
$$;
comment on function core.apply_observations(text) is 'Writes accepted observations into core and records the days they change.';

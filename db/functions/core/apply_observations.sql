-- Write the accepted rows of pg_temp.observations into core, changed ones only, and note the days they touch in
-- pg_temp.changed_days; returns how many observations were new or different.
-- Of two observations of one product and instant the later arrival counts; an older arrival never replaces a newer one.
-- A failed one touches a day only where it replaces a valid one: a daily row fixed by hand outlives a blocked page.
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
    v_count integer;
begin
    select min(o.scraped_at), max(o.scraped_at) into v_from, v_to
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

    -- Tells the triggers that note other people's writes that these are not.
    perform set_config('asinmart.is_promoting', 'on', true);
    perform core.apply_products();
    perform core.apply_features();

    with winners as (
        select distinct on (o.asin, o.marketplace, o.scraped_at)
            o.*,
            o.status in ('redirected', 'delisted', 'blocked', 'parse_error') as is_failed
        from pg_temp.observations as o
        where o.reject_code is null
        order by o.asin, o.marketplace, o.scraped_at, o.raw_event_id desc, o.element_no desc
    ),
    written as (
        insert into core.product_snapshots as t (
            asin, marketplace, scraped_at, date, status, price, list_price, buybox_price, buybox_seller, bsr, bsr_category,
            bsr_main, rating, reviews_count, in_stock, availability, is_prime, offers_count, coupon, title, bsr_data,
            source, job_id, raw_event_id
        )
        select
            w.asin, w.marketplace, w.scraped_at, w.date, w.status,
            case when not w.is_failed then w.price end,
            case when not w.is_failed then w.list_price end,
            case when not w.is_failed then w.buybox_price end,
            case when not w.is_failed then w.buybox_seller end,
            case when not w.is_failed then w.bsr end,
            case when not w.is_failed then w.bsr_category end,
            case when not w.is_failed then w.bsr_main end,
            case when not w.is_failed then w.rating end,
            case when not w.is_failed then w.reviews_count end,
            w.in_stock, w.availability, w.is_prime, w.offers_count, w.coupon, w.title, w.bsr_data,
            w.source, p_job_id, w.raw_event_id
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
                    s.bsr_data
                ) is distinct from (
                    w.status,
                    case when not w.is_failed then w.price end,
                    case when not w.is_failed then w.list_price end,
                    case when not w.is_failed then w.buybox_price end,
                    case when not w.is_failed then w.buybox_seller end,
                    case when not w.is_failed then w.bsr end,
                    case when not w.is_failed then w.bsr_category end,
                    case when not w.is_failed then w.bsr_main end,
                    case when not w.is_failed then w.rating end,
                    case when not w.is_failed then w.reviews_count end,
                    w.in_stock, w.availability, w.is_prime, w.offers_count, w.coupon, w.title, w.bsr_data
                )
            )
        order by w.asin, w.marketplace, w.scraped_at
        on conflict (asin, marketplace, scraped_at) do update
        set date = excluded.date, status = excluded.status, price = excluded.price, list_price = excluded.list_price,
            buybox_price = excluded.buybox_price, buybox_seller = excluded.buybox_seller, bsr = excluded.bsr,
            bsr_category = excluded.bsr_category, bsr_main = excluded.bsr_main, rating = excluded.rating,
            reviews_count = excluded.reviews_count, in_stock = excluded.in_stock, availability = excluded.availability,
            is_prime = excluded.is_prime, offers_count = excluded.offers_count, coupon = excluded.coupon,
            title = excluded.title, bsr_data = excluded.bsr_data, source = excluded.source, job_id = excluded.job_id,
            raw_event_id = excluded.raw_event_id
        returning t.asin, t.marketplace, t.date, t.scraped_at, t.status
    ),
    noted as (
        insert into pg_temp.changed_days (asin, marketplace, date)
        select distinct n.asin, n.marketplace, n.date
        from written as n
        -- As it was before this statement.
        left join core.product_snapshots as s
            on s.asin = n.asin and s.marketplace = n.marketplace and s.scraped_at = n.scraped_at
            and s.scraped_at between v_from and v_to
            and n.status in ('redirected', 'delisted', 'blocked', 'parse_error')
        where n.status in ('ok', 'no_offer', 'out_of_stock', 'price_hidden')
            or s.status in ('ok', 'no_offer', 'out_of_stock', 'price_hidden')
    )
    select count(*)::integer into v_count from written;

    perform core.apply_bestsellers(p_job_id);
    perform core.refresh_listing_state();
    perform ops.analyze_grown('core.product_snapshots', v_from::date, v_to::date);
    perform set_config('asinmart.is_promoting', 'off', true);
    return v_count;
end;
$$;
comment on function core.apply_observations(text) is 'Writes accepted observations into core and notes the days they change.';

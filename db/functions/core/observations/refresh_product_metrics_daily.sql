-- Compute the daily rows of pg_temp.changed_days from their definition: write those that differ, delete those without a
-- valid observation. Afterwards pg_temp.changed_days holds exactly the days that changed.
create or replace function core.refresh_product_metrics_daily()
returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
as $$
declare
    v_open_from date := ops.first_open_day();
    v_from date;
    v_to date;
    v_count integer;
begin
    -- Days that retention has closed: their observations are dropped and their daily row stays.
    delete from pg_temp.changed_days as c where c.date < v_open_from;
    select min(c.date), max(c.date) into v_from, v_to from pg_temp.changed_days as c;
    if v_from is null then
        return 0;
    end if;
    perform ops.ensure_partition('core.product_metrics_daily', months.month)
    from (select distinct date_trunc('month', c.date)::date as month from pg_temp.changed_days as c) as months;
    analyze pg_temp.changed_days;

    with target as (
        select f.*
        from pg_temp.changed_days as c
        cross join lateral (
            select d.*
            from definitions.product_metrics_daily(v_from, v_to, c.date) as d
            where d.asin = c.asin and d.marketplace = c.marketplace and d.date = c.date
            offset 0
        ) as f
    ),
    gone as (
        select c.asin, c.marketplace, c.date from pg_temp.changed_days as c
        except
        select t.asin, t.marketplace, t.date from target as t
    ),
    removed as (
        delete from core.product_metrics_daily as d
        using gone as g
        where d.asin = g.asin and d.marketplace = g.marketplace and d.date = g.date
            and d.date between date_trunc('month', v_from)::date and v_to
        returning d.asin, d.marketplace, d.date
    ),
    differing as materialized (
        select t.*, d.asin is null as is_new
        from target as t
        left join lateral (
            select k.*
            from core.product_metrics_daily as k
            where k.asin = t.asin and k.marketplace = t.marketplace and k.date = t.date and k.date between v_from and v_to
            offset 0
        ) as d on true
        where d.asin is null
            -- A row without a job id was changed manually; the run takes it over.
            or d.job_id is null
            or (
                d.price, d.list_price, d.buybox_price, d.buybox_seller, d.bsr, d.bsr_category, d.bsr_main, d.rating,
                d.reviews_count, d.in_stock, d.offers_count, d.status, d.observed_at, d.offer_observed_at,
                d.rank_observed_at, d.rating_observed_at
            ) is distinct from (
                t.price, t.list_price, t.buybox_price, t.buybox_seller, t.bsr, t.bsr_category, t.bsr_main, t.rating,
                t.reviews_count, t.in_stock, t.offers_count, t.status, t.observed_at, t.offer_observed_at,
                t.rank_observed_at, t.rating_observed_at
            )
    ),
    written as (
        insert into core.product_metrics_daily as d (
            asin, marketplace, date, price, list_price, buybox_price, buybox_seller, bsr, bsr_category, bsr_main, rating,
            reviews_count, in_stock, offers_count, status, observed_at, offer_observed_at, rank_observed_at, rating_observed_at,
            job_id
        )
        select
            t.asin, t.marketplace, t.date, t.price, t.list_price, t.buybox_price, t.buybox_seller, t.bsr, t.bsr_category,
            t.bsr_main, t.rating, t.reviews_count, t.in_stock, t.offers_count, t.status, t.observed_at, t.offer_observed_at,
            t.rank_observed_at, t.rating_observed_at, t.job_id
        from differing as t
        order by t.asin, t.marketplace, t.date
        on conflict (asin, marketplace, date) do update
        set price = excluded.price, list_price = excluded.list_price, buybox_price = excluded.buybox_price,
            buybox_seller = excluded.buybox_seller, bsr = excluded.bsr, bsr_category = excluded.bsr_category,
            bsr_main = excluded.bsr_main, rating = excluded.rating, reviews_count = excluded.reviews_count,
            in_stock = excluded.in_stock, offers_count = excluded.offers_count, status = excluded.status,
            observed_at = excluded.observed_at, offer_observed_at = excluded.offer_observed_at,
            rank_observed_at = excluded.rank_observed_at, rating_observed_at = excluded.rating_observed_at,
            job_id = excluded.job_id
    ),
    forgotten as (
        delete from pg_temp.changed_days
    ),
    noted as (
        insert into pg_temp.changed_days (asin, marketplace, date, is_new)
        select w.asin, w.marketplace, w.date, w.is_new from differing as w
        union all
        select r.asin, r.marketplace, r.date, false from removed as r
        returning 1
    )
    select count(*)::integer into v_count from noted;
    perform ops.analyze_grown('core.product_metrics_daily', v_from, v_to);
    return v_count;
end;
$$;
comment on function core.refresh_product_metrics_daily() is 'Computes the daily rows of changed days from their definition and writes those that differ.';

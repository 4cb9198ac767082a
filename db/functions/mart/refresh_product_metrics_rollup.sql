-- Update the rollups whose window contains a changed day: those as of that day and of the p_reach days after it,
-- writing only rows that differ. The longest window reaches 89 days; p_reach is 0 when pg_temp.changed_days lists every
-- day to compute.
-- Many days per product (a first load, a late row) come from the definition, restricted to those products; a few, as in
-- a daily batch, are computed day by day. Both give the same rows; tests compare them.
create or replace function mart.refresh_product_metrics_rollup(p_reach integer default 89)
returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
set work_mem = '64MB'
as $$
declare
    v_horizon date := ops.horizon('mart.product_metrics_rollup');
    v_from date;
    v_to date;
    c_many_days constant integer := 30;
    v_asins text[];
    v_count integer;
begin
    select greatest(min(c.date), v_horizon), max(c.date) + p_reach into v_from, v_to from pg_temp.changed_days as c;
    -- No rollup is later than the newest observed day: this bound keeps empty months out of the plan. It is unknown for
    -- a removed product.
    select case when count(*) = count(l.asin) then least(v_to, greatest(max(l.date), max(c.date))) else v_to end
    into v_to
    from pg_temp.changed_days as c
    left join mart.product_latest as l on l.asin = c.asin and l.marketplace = c.marketplace;
    perform ops.ensure_partition('mart.product_metrics_rollup', months.month)
    from (
        select distinct date_trunc('month', c.date)::date as month from pg_temp.changed_days as c where c.date >= v_horizon
    ) as months;

    select array_agg(distinct c.asin)
    into v_asins
    from pg_temp.changed_days as c
    having (
        select avg(least(r.last_date, v_to) - r.first_date + 1)
        from (
            select min(d.date) as first_date, max(d.date) + p_reach as last_date
            from pg_temp.changed_days as d
            group by d.asin, d.marketplace
        ) as r
    ) > c_many_days;

    with ranges as (
        select c.asin, c.marketplace, min(c.date) as first_date, max(c.date) + p_reach as last_date, bool_and(c.is_new) as is_new
        from pg_temp.changed_days as c
        group by c.asin, c.marketplace
    ),
    target as (
        select f.*, r.is_new and f.as_of = r.first_date as is_new
        from ranges as r
        cross join lateral (
            select d.*
            from definitions.product_metrics_rollup_by_day(v_from, v_to) as d
            where d.asin = r.asin and d.marketplace = r.marketplace and d.as_of between r.first_date and r.last_date
            offset 0
        ) as f
        where v_asins is null
        union all
        select f.*, r.is_new and f.as_of = r.first_date
        from ranges as r
        inner join definitions.product_metrics_rollup(v_from, v_to, v_asins) as f
            on f.asin = r.asin and f.marketplace = r.marketplace and f.as_of between r.first_date and r.last_date
        where v_asins is not null
    ),
    gone as (
        select c.asin, c.marketplace, c.date from pg_temp.changed_days as c where not c.is_new
        except
        select t.asin, t.marketplace, t.as_of from target as t where not t.is_new
    ),
    removed as (
        delete from mart.product_metrics_rollup as m
        using gone as g
        where m.asin = g.asin and m.marketplace = g.marketplace and m.as_of = g.date
            and m.as_of between date_trunc('month', v_from)::date and v_to
        returning m.asin
    ),
    written as (
        insert into mart.product_metrics_rollup as m (
            asin, marketplace, window_days, as_of, price_avg, price_min, price_max, bsr_avg, bsr_min, bsr_max, rating_avg,
            reviews_delta, price_change_pct, bsr_change_pct, observed_days, expected_days
        )
        select
            t.asin, t.marketplace, t.window_days, t.as_of, t.price_avg, t.price_min, t.price_max, t.bsr_avg, t.bsr_min,
            t.bsr_max, t.rating_avg, t.reviews_delta, t.price_change_pct, t.bsr_change_pct, t.observed_days, t.expected_days
        from target as t
        left join lateral (
            select r.*
            from mart.product_metrics_rollup as r
            where not t.is_new
                and r.asin = t.asin and r.marketplace = t.marketplace and r.as_of = t.as_of and r.window_days = t.window_days
                and r.as_of between v_from and v_to
            offset 0
        ) as m on true
        where m.asin is null
            or (
                m.price_avg, m.price_min, m.price_max, m.bsr_avg, m.bsr_min, m.bsr_max, m.rating_avg, m.reviews_delta,
                m.price_change_pct, m.bsr_change_pct, m.observed_days, m.expected_days
            ) is distinct from (
                t.price_avg, t.price_min, t.price_max, t.bsr_avg, t.bsr_min, t.bsr_max, t.rating_avg, t.reviews_delta,
                t.price_change_pct, t.bsr_change_pct, t.observed_days, t.expected_days
            )
        order by t.asin, t.marketplace, t.as_of, t.window_days
        on conflict (asin, marketplace, as_of, window_days) do update
        set price_avg = excluded.price_avg, price_min = excluded.price_min, price_max = excluded.price_max,
            bsr_avg = excluded.bsr_avg, bsr_min = excluded.bsr_min, bsr_max = excluded.bsr_max,
            rating_avg = excluded.rating_avg, reviews_delta = excluded.reviews_delta,
            price_change_pct = excluded.price_change_pct, bsr_change_pct = excluded.bsr_change_pct,
            observed_days = excluded.observed_days, expected_days = excluded.expected_days
        returning m.asin
    )
    select ((select count(*) from removed) + (select count(*) from written))::integer into v_count;
    return v_count;
end;
$$;
comment on function mart.refresh_product_metrics_rollup(integer) is 'Updates mart.product_metrics_rollup for all windows that the changed days belong to.';

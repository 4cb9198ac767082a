-- Fill pg_temp.day_rows with the rows of mart.product_days of the days in pg_temp.day_values: the same rows as those of
-- definitions.product_days, from 14 stored rows a day instead of 90. A window is the sum of its parts. Of the 90 days, 60
-- are two stored windows of 30 days, which end 30 and 60 days before; of the other 30 days, 21 are three stored windows
-- of 7 days, which end 7, 14 and 21 days before; the rest are single days. A stored window is missing after a day
-- without an observation; with ranks of several categories, or while it is to be written itself, it is of no use: its
-- days are then read. Windows of 30 days rest on those of 7 and on days, windows of 90 on those of 30, so a wrong row
-- is forgotten after 90 days.
-- p_days as in mart.read_day_values. The first known value of a window is that of the oldest part that has one: each
-- stands behind its age, so that the largest number has it.
create or replace function mart.sum_day_windows(p_days date[])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
set work_mem = '64MB'
set jit = off
as $$
declare
    -- Half of the range, so that a value below zero keeps its place too.
    c_zero constant bigint := 1::bigint << 41;
    c_values constant bigint := (1::bigint << 42) - 1;
    v_from date;
    v_to date;
    v_weeks date[] := array(select d.day - b.back from unnest(p_days) as d (day) cross join unnest('{7,14,21}'::integer[]) as b (back));
    v_months date[] := array(select d.day - b.back from unnest(p_days) as d (day) cross join unnest('{30,60}'::integer[]) as b (back));
    v_singles date[] := array(
        select distinct d.day - b.back from unnest(p_days) as d (day) cross join unnest('{1,2,3,4,5,6,28,29}'::integer[]) as b (back)
    );
begin
    select min(v.date), max(v.date) into v_from, v_to from pg_temp.day_values as v;
    insert into pg_temp.day_rows
    with stored as materialized (
        select
            v.id, v.bsr_category_last, o.back, 7 as days, coalesce(p.has_one_bsr_category_7, false) as is_usable,
            p.bsr_days_7 = 0 or p.bsr_category_last is not distinct from v.bsr_category_last as is_same_category,
            p.price_sum_7 as price_sum, p.price_min_7 as price_min, p.price_max_7 as price_max, p.price_first_7 as price_first,
            p.bsr_sum_7 as bsr_sum, p.bsr_min_7 as bsr_min, p.bsr_max_7 as bsr_max, p.bsr_first_7 as bsr_first,
            p.rating_sum_7 as rating_sum, p.reviews_first_7 as reviews_first, p.observed_days_7 as observed_days,
            p.price_days_7 as price_days, p.bsr_days_7 as bsr_days, p.rating_days_7 as rating_days
        from pg_temp.day_values as v
        cross join unnest('{7,14,21}'::integer[]) as o (back)
        left join mart.product_days as p
            on p.asin = v.asin and p.marketplace = v.marketplace and p.date = v.date - o.back
            and p.date between v_from - 21 and v_to - 7 and (p_days is null or p.date = any (v_weeks))
            and (v_to - v_from < 7 or (p.asin, p.marketplace, p.date) not in (
                select r.asin, r.marketplace, r.date from pg_temp.refreshed_days as r
            ))
        union all
        select
            v.id, v.bsr_category_last, o.back, 30 as days, coalesce(p.has_one_bsr_category_30, false) as is_usable,
            p.bsr_days_30 = 0 or p.bsr_category_last is not distinct from v.bsr_category_last as is_same_category,
            p.price_sum_30 as price_sum, p.price_min_30 as price_min, p.price_max_30 as price_max, p.price_first_30 as price_first,
            p.bsr_sum_30 as bsr_sum, p.bsr_min_30 as bsr_min, p.bsr_max_30 as bsr_max, p.bsr_first_30 as bsr_first,
            p.rating_sum_30 as rating_sum, p.reviews_first_30 as reviews_first, p.observed_days_30 as observed_days,
            p.price_days_30 as price_days, p.bsr_days_30 as bsr_days, p.rating_days_30 as rating_days
        from pg_temp.day_values as v
        cross join unnest('{30,60}'::integer[]) as o (back)
        left join mart.product_days as p
            on p.asin = v.asin and p.marketplace = v.marketplace and p.date = v.date - o.back
            and p.date between v_from - 60 and v_to - 30 and (p_days is null or p.date = any (v_months))
            and (v_to - v_from < 7 or (p.asin, p.marketplace, p.date) not in (
                select r.asin, r.marketplace, r.date from pg_temp.refreshed_days as r
            ))
    ),
    single as (
        select v.id, 0 as back, v.price, v.bsr, true as is_same_category, v.rating, v.reviews_count
        from pg_temp.day_values as v
        union all
        select
            v.id, v.date - d.date, (d.price * 100)::bigint, d.bsr, d.bsr_category is not distinct from v.bsr_category_last,
            (d.rating * 100)::smallint, d.reviews_count
        from pg_temp.day_values as v
        inner join core.product_metrics_daily as d
            on d.asin = v.asin and d.marketplace = v.marketplace and d.date between v.date - 29 and v.date - 1
            and v.date - d.date = any ('{1,2,3,4,5,6,28,29}'::integer[])
            and d.date between v_from - 29 and v_to - 1 and (p_days is null or d.date = any (v_singles))
        union all
        select
            s.id, v.date - d.date, (d.price * 100)::bigint, d.bsr, d.bsr_category is not distinct from s.bsr_category_last,
            (d.rating * 100)::smallint, d.reviews_count
        from stored as s
        inner join pg_temp.day_values as v on v.id = s.id
        cross join lateral (
            select d.date, d.price, d.bsr, d.bsr_category, d.rating, d.reviews_count
            from core.product_metrics_daily as d
            where d.asin = v.asin and d.marketplace = v.marketplace and d.date > v.date - s.back - s.days and d.date <= v.date - s.back
                and d.date > v_from - 90 and d.date <= v_to - 7
            offset 0
        ) as d
        where not s.is_usable
    ),
    part as (
        select
            s.id, s.back, s.price_sum, s.price_min, s.price_max, (s.back::bigint << 42) + c_zero + s.price_first as price_first,
            case when s.is_same_category then s.bsr_sum end as bsr_sum, case when s.is_same_category then s.bsr_min end as bsr_min,
            case when s.is_same_category then s.bsr_max end as bsr_max,
            case when s.is_same_category then (s.back::bigint << 42) + c_zero + s.bsr_first end as bsr_first,
            s.rating_sum, (s.back::bigint << 42) + c_zero + s.reviews_first as reviews_first, s.observed_days, s.price_days,
            case when s.is_same_category then s.bsr_days else 0 end as bsr_days, s.rating_days, s.is_same_category
        from stored as s
        where s.is_usable
        union all
        select
            d.id, d.back, d.price, d.price, d.price, (d.back::bigint << 42) + c_zero + d.price,
            d.rank, d.rank, d.rank, (d.back::bigint << 42) + c_zero + d.rank,
            d.rating, (d.back::bigint << 42) + c_zero + d.reviews_count, 1, (d.price is not null)::integer,
            (d.rank is not null)::integer, (d.rating is not null)::integer, d.bsr is null or d.is_same_category
        from (
            select s.*, case when s.is_same_category then s.bsr end as rank from single as s offset 0
        ) as d
    ),
    window_sums as (
        select
            p.id,
            sum(p.price_sum) filter (where p.back < 7)::bigint as price_sum_7,
            min(p.price_min) filter (where p.back < 7) as price_min_7,
            max(p.price_max) filter (where p.back < 7) as price_max_7, max(p.price_first) filter (where p.back < 7) as price_first_7,
            sum(p.bsr_sum) filter (where p.back < 7)::bigint as bsr_sum_7, min(p.bsr_min) filter (where p.back < 7) as bsr_min_7,
            max(p.bsr_max) filter (where p.back < 7) as bsr_max_7, max(p.bsr_first) filter (where p.back < 7) as bsr_first_7,
            sum(p.rating_sum) filter (where p.back < 7)::integer as rating_sum_7,
            max(p.reviews_first) filter (where p.back < 7) as reviews_first_7,
            sum(p.observed_days) filter (where p.back < 7)::smallint as observed_days_7,
            sum(p.price_days) filter (where p.back < 7)::smallint as price_days_7,
            sum(p.bsr_days) filter (where p.back < 7)::smallint as bsr_days_7,
            sum(p.rating_days) filter (where p.back < 7)::smallint as rating_days_7,
            bool_and(p.is_same_category) filter (where p.back < 7) as has_one_bsr_category_7,
            sum(p.price_sum) filter (where p.back < 30)::bigint as price_sum_30,
            min(p.price_min) filter (where p.back < 30) as price_min_30,
            max(p.price_max) filter (where p.back < 30) as price_max_30, max(p.price_first) filter (where p.back < 30) as price_first_30,
            sum(p.bsr_sum) filter (where p.back < 30)::bigint as bsr_sum_30, min(p.bsr_min) filter (where p.back < 30) as bsr_min_30,
            max(p.bsr_max) filter (where p.back < 30) as bsr_max_30, max(p.bsr_first) filter (where p.back < 30) as bsr_first_30,
            sum(p.rating_sum) filter (where p.back < 30)::integer as rating_sum_30,
            max(p.reviews_first) filter (where p.back < 30) as reviews_first_30,
            sum(p.observed_days) filter (where p.back < 30)::smallint as observed_days_30,
            sum(p.price_days) filter (where p.back < 30)::smallint as price_days_30,
            sum(p.bsr_days) filter (where p.back < 30)::smallint as bsr_days_30,
            sum(p.rating_days) filter (where p.back < 30)::smallint as rating_days_30,
            bool_and(p.is_same_category) filter (where p.back < 30) as has_one_bsr_category_30,
            sum(p.price_sum)::bigint as price_sum_90,
            min(p.price_min) as price_min_90,
            max(p.price_max) as price_max_90, max(p.price_first) as price_first_90,
            sum(p.bsr_sum)::bigint as bsr_sum_90, min(p.bsr_min) as bsr_min_90,
            max(p.bsr_max) as bsr_max_90, max(p.bsr_first) as bsr_first_90,
            sum(p.rating_sum)::integer as rating_sum_90,
            max(p.reviews_first) as reviews_first_90,
            sum(p.observed_days)::smallint as observed_days_90,
            sum(p.price_days)::smallint as price_days_90,
            sum(p.bsr_days)::smallint as bsr_days_90,
            sum(p.rating_days)::smallint as rating_days_90,
            bool_and(p.is_same_category) as has_one_bsr_category_90
        from part as p
        group by p.id
    )
    select
        v.asin, v.marketplace, v.date, v.previous_date, v.price, v.price_delta, v.buybox_price, v.buybox_delta, v.bsr, v.bsr_delta,
        v.rating, v.rating_delta, v.reviews_count, v.reviews_delta, v.is_buybox_seller_changed, v.stock_change,
        v.is_bsr_category_changed, case when w.bsr_days_90 > 0 then v.bsr_category_last end,
        w.price_sum_7, w.price_min_7, w.price_max_7, (w.price_first_7 & c_values) - c_zero,
        w.bsr_sum_7, w.bsr_min_7, w.bsr_max_7, ((w.bsr_first_7 & c_values) - c_zero)::integer,
        w.rating_sum_7, ((w.reviews_first_7 & c_values) - c_zero)::integer,
        w.observed_days_7, w.price_days_7, w.bsr_days_7, w.rating_days_7, w.has_one_bsr_category_7,
        w.price_sum_30, w.price_min_30, w.price_max_30, (w.price_first_30 & c_values) - c_zero,
        w.bsr_sum_30, w.bsr_min_30, w.bsr_max_30, ((w.bsr_first_30 & c_values) - c_zero)::integer,
        w.rating_sum_30, ((w.reviews_first_30 & c_values) - c_zero)::integer,
        w.observed_days_30, w.price_days_30, w.bsr_days_30, w.rating_days_30, w.has_one_bsr_category_30,
        w.price_sum_90, w.price_min_90, w.price_max_90, (w.price_first_90 & c_values) - c_zero,
        w.bsr_sum_90, w.bsr_min_90, w.bsr_max_90, ((w.bsr_first_90 & c_values) - c_zero)::integer,
        w.rating_sum_90, ((w.reviews_first_90 & c_values) - c_zero)::integer,
        w.observed_days_90, w.price_days_90, w.bsr_days_90, w.rating_days_90, w.has_one_bsr_category_90
    from window_sums as w
    inner join pg_temp.day_values as v on v.id = w.id;
end;
$$;
comment on function mart.sum_day_windows(date[]) is 'Computes rows of mart.product_days from stored windows and single days.';

-- Fill pg_temp.day_values with the values of the days in pg_temp.refreshed_days that are few for their product, their
-- changes since the previous observed day, whether the product was offered then, and the category of the last rank.
-- p_days: these days, when they are read whole; null when each product is looked up. A product whose previous day is
-- before p_history_from is left for a second call with -infinity: that plan covers all partitions.
-- The bounds of what is looked up go back by c_known_days: of the newest days alone the planner may expect one row, and
-- read all of them for each product.
create or replace function mart.read_day_values(
    p_days date[],
    p_history_from date
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
as $$
declare
    c_known_days constant integer := 45;
    v_from date;
    v_to date;
    v_before date[] := case when p_days is not null then array(select b.date - 1 from unnest(p_days) as b (date)) end;
    v_id integer;
begin
    select min(r.date), max(r.date) into v_from, v_to from pg_temp.refreshed_days as r where r.is_few;
    select count(*)::integer into v_id from pg_temp.day_values as v;
    insert into pg_temp.day_values (
        id, asin, marketplace, date, previous_date, price, price_delta, buybox_price, buybox_delta, bsr, bsr_delta, rating, rating_delta,
        reviews_count, reviews_delta, is_buybox_seller_changed, stock_change, is_bsr_category_changed, bsr_category_last,
        was_offered
    )
    select
        v_id + row_number() over (), r.asin, r.marketplace, r.date, b.date,
        (d.price * 100)::bigint, ((d.price - b.price) * 100)::bigint,
        (d.buybox_price * 100)::bigint, ((d.buybox_price - b.buybox_price) * 100)::bigint,
        d.bsr, case when d.bsr_category is not distinct from b.bsr_category then d.bsr - b.bsr end,
        (d.rating * 100)::smallint, ((d.rating - b.rating) * 100)::smallint,
        d.reviews_count, d.reviews_count - b.reviews_count, d.buybox_seller <> b.buybox_seller,
        case when b.in_stock and not d.in_stock then 'lost' when not b.in_stock and d.in_stock then 'regained' end,
        case when b.date is not null then d.bsr_category is distinct from b.bsr_category end,
        case
            when d.bsr is not null then d.bsr_category
            else (
                select o.bsr_category
                from core.product_metrics_daily as o
                where o.asin = r.asin and o.marketplace = r.marketplace and o.bsr is not null
                    and o.date > r.date - 90 and o.date < r.date and o.date > v_from - 90 and o.date < v_to
                order by o.date desc
                limit 1
            )
        end,
        case when b.date is not null then core.is_offered(b.status, b.in_stock) end
    from pg_temp.refreshed_days as r
    inner join core.product_metrics_daily as d
        on d.asin = r.asin and d.marketplace = r.marketplace and d.date = r.date and d.date between v_from - c_known_days and v_to
        and (p_days is null or d.date = any (p_days))
    left join core.product_metrics_daily as y
        on y.asin = r.asin and y.marketplace = r.marketplace and y.date = r.date - 1 and y.date between v_from - c_known_days and v_to - 1
        and (p_days is null or y.date = any (v_before))
    left join lateral (
        select o.date, o.price, o.buybox_price, o.buybox_seller, o.bsr, o.bsr_category, o.rating, o.reviews_count, o.in_stock,
            o.status
        from core.product_metrics_daily as o
        where y.asin is null and o.asin = r.asin and o.marketplace = r.marketplace and o.date < r.date - 1
            and o.date >= p_history_from and o.date < v_to
        order by o.date desc
        limit 1
    ) as n on true
    cross join lateral (
        select
            coalesce(y.date, n.date) as date,
            case when y.asin is null then n.price else y.price end as price,
            case when y.asin is null then n.buybox_price else y.buybox_price end as buybox_price,
            case when y.asin is null then n.buybox_seller else y.buybox_seller end as buybox_seller,
            case when y.asin is null then n.bsr else y.bsr end as bsr,
            case when y.asin is null then n.bsr_category else y.bsr_category end as bsr_category,
            case when y.asin is null then n.rating else y.rating end as rating,
            case when y.asin is null then n.reviews_count else y.reviews_count end as reviews_count,
            case when y.asin is null then n.in_stock else y.in_stock end as in_stock,
            case when y.asin is null then n.status else y.status end as status
        offset 0
    ) as b
    where r.is_few and (b.date is not null or p_history_from = '-infinity')
        and (r.asin, r.marketplace, r.date) not in (select v.asin, v.marketplace, v.date from pg_temp.day_values as v);
    analyze pg_temp.day_values (id);
end;
$$;
comment on function mart.read_day_values(date[], date) is 'Reads the values of days, and their changes since the previous observed day.';

-- Update the comparisons of every pair with a changed day on either side, and all days of pairs in
-- pg_temp.changed_pairs (linked or unlinked). Pairs that are no longer compared lose their rows. Writes only rows that
-- differ. Each key is looked up by itself, because the planner knows too little of the newest day to join whole days.
create or replace function mart.refresh_competitor_comparison_daily()
returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
as $$
declare
    v_from date;
    v_to date;
    v_count integer;
begin
    select min(c.date), max(c.date) into v_from, v_to from pg_temp.changed_days as c;
    if exists (select from pg_temp.changed_pairs) then
        select least(v_from, min(days.date)), greatest(v_to, max(days.date)) into v_from, v_to
        from (
            select d.date
            from pg_temp.changed_pairs as p
            inner join core.product_metrics_daily as d on d.asin = p.asin_main and d.marketplace = p.marketplace
            union all
            select m.date
            from pg_temp.changed_pairs as p
            inner join mart.competitor_comparison_daily as m
                on m.asin_main = p.asin_main and m.asin_comp = p.asin_comp and m.marketplace = p.marketplace
        ) as days;
    end if;
    if v_from is null then
        return 0;
    end if;
    v_from := greatest(v_from, ops.horizon('mart.competitor_comparison_daily'));
    perform ops.ensure_partition('mart.competitor_comparison_daily', months.month::date)
    from generate_series(date_trunc('month', v_from::timestamp), v_to::timestamp, interval '1 month') as months (month);

    with keys as (
        select p.asin_main, p.asin_comp, p.marketplace, c.date
        from core.comparison_pairs as p
        inner join pg_temp.changed_days as c on c.asin = p.asin_main and c.marketplace = p.marketplace and c.date <= p.last_date
        union
        select p.asin_main, p.asin_comp, p.marketplace, c.date
        from core.comparison_pairs as p
        inner join pg_temp.changed_days as c on c.asin = p.asin_comp and c.marketplace = p.marketplace and c.date <= p.last_date
        union
        select p.asin_main, p.asin_comp, p.marketplace, d.date
        from pg_temp.changed_pairs as p
        inner join core.product_metrics_daily as d on d.asin = p.asin_main and d.marketplace = p.marketplace
        where d.date between v_from and v_to
        union
        select m.asin_main, m.asin_comp, m.marketplace, m.date
        from pg_temp.changed_pairs as p
        inner join mart.competitor_comparison_daily as m
            on m.asin_main = p.asin_main and m.asin_comp = p.asin_comp and m.marketplace = p.marketplace
        where m.date between v_from and v_to
    ),
    target as (
        select f.*
        from keys as k
        cross join lateral (
            select d.*
            from definitions.competitor_comparison_daily(v_from, v_to) as d
            where d.asin_main = k.asin_main and d.asin_comp = k.asin_comp and d.marketplace = k.marketplace and d.date = k.date
            offset 0
        ) as f
    ),
    gone as (
        select k.asin_main, k.asin_comp, k.marketplace, k.date from keys as k
        except
        select t.asin_main, t.asin_comp, t.marketplace, t.date from target as t
    ),
    removed as (
        delete from mart.competitor_comparison_daily as m
        using gone as g
        where m.asin_main = g.asin_main and m.asin_comp = g.asin_comp and m.marketplace = g.marketplace and m.date = g.date
            and m.date between date_trunc('month', v_from)::date and v_to
        returning m.asin_main
    ),
    written as (
        insert into mart.competitor_comparison_daily as m (
            asin_main, asin_comp, marketplace, date, price_diff, price_diff_pct, bsr_gap, rating_diff, reviews_gap,
            buybox_diff, is_same_bsr_category
        )
        select
            t.asin_main, t.asin_comp, t.marketplace, t.date, t.price_diff, t.price_diff_pct, t.bsr_gap, t.rating_diff,
            t.reviews_gap, t.buybox_diff, t.is_same_bsr_category
        from target as t
        left join lateral (
            select c.*
            from mart.competitor_comparison_daily as c
            where c.asin_main = t.asin_main and c.asin_comp = t.asin_comp and c.marketplace = t.marketplace
                and c.date = t.date and c.date between v_from and v_to
            offset 0
        ) as m on true
        where m.asin_main is null
            or (
                m.price_diff, m.price_diff_pct, m.bsr_gap, m.rating_diff, m.reviews_gap, m.buybox_diff, m.is_same_bsr_category
            ) is distinct from (
                t.price_diff, t.price_diff_pct, t.bsr_gap, t.rating_diff, t.reviews_gap, t.buybox_diff, t.is_same_bsr_category
            )
        order by t.asin_main, t.asin_comp, t.marketplace, t.date
        on conflict (asin_main, asin_comp, marketplace, date) do update
        set price_diff = excluded.price_diff, price_diff_pct = excluded.price_diff_pct, bsr_gap = excluded.bsr_gap,
            rating_diff = excluded.rating_diff, reviews_gap = excluded.reviews_gap, buybox_diff = excluded.buybox_diff,
            is_same_bsr_category = excluded.is_same_bsr_category
        returning m.asin_main
    )
    select ((select count(*) from removed) + (select count(*) from written))::integer into v_count;
    return v_count;
end;
$$;
comment on function mart.refresh_competitor_comparison_daily() is 'Updates mart.competitor_comparison_daily for changed days and changed pairs.';

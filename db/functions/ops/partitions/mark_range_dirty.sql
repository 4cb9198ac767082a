-- Mark all days in [p_from, p_to) as changed, those of daily rows and those that only marts have, and the pairs whose
-- comparisons remain after their link was removed: a partition that is attached again missed all changes since it was
-- detached.
create or replace function ops.mark_range_dirty(
    p_from date,
    p_to date
)
returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
    insert into ops.dirty_days (asin, marketplace, date, level)
    select d.asin, d.marketplace, d.date, 'daily'
    from core.product_metrics_daily as d
    where d.date >= p_from and d.date < p_to
    union
    select m.asin, m.marketplace, m.date, 'daily'
    from mart.product_days as m
    where m.date >= p_from and m.date < p_to
    union
    select c.asin_main, c.marketplace, c.date, 'daily'
    from mart.competitor_comparison_daily as c
    where c.date >= p_from and c.date < p_to;

    insert into ops.dirty_pairs (asin_main, asin_comp, marketplace)
    select c.asin_main, c.asin_comp, c.marketplace
    from mart.competitor_comparison_daily as c
    where c.date >= p_from and c.date < p_to
    except
    select p.asin_main, p.asin_comp, p.marketplace
    from core.comparison_pairs as p;
$$;
comment on function ops.mark_range_dirty(date, date) is 'Marks all days of a range as changed, for the next refresh.';

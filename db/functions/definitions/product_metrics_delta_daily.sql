-- Each observed day in [p_from, p_to] against the previous observed day of the same product. p_history_from bounds the
-- search for the previous day, so that partitions are pruned; a caller may raise it above -infinity only when no
-- product's previous day is older. No SET clause: it must inline.
create or replace function definitions.product_metrics_delta_daily(
    p_from date,
    p_to date,
    p_history_from date default '-infinity'
)
returns table (
    asin text,
    marketplace text,
    date date,
    previous_date date,
    days_since_previous integer,
    price_delta numeric,
    price_change_pct numeric,
    bsr_delta integer,
    bsr_change_pct numeric,
    rating_delta numeric,
    reviews_delta integer,
    buybox_delta numeric,
    buybox_change_pct numeric,
    is_buybox_seller_changed boolean,
    stock_change text,
    is_bsr_category_changed boolean
)
language sql
stable
as $$
    select
        d.asin,
        d.marketplace,
        d.date,
        previous.date,
        d.date - previous.date,
        d.price - previous.price,
        round((d.price - previous.price) * 100 / nullif(previous.price, 0), 2),
        case when d.bsr_category is not distinct from previous.bsr_category then d.bsr - previous.bsr end,
        case
            when d.bsr_category is not distinct from previous.bsr_category
                then round((d.bsr - previous.bsr) * 100.0 / nullif(previous.bsr, 0), 2)
        end,
        d.rating - previous.rating,
        d.reviews_count - previous.reviews_count,
        d.buybox_price - previous.buybox_price,
        round((d.buybox_price - previous.buybox_price) * 100 / nullif(previous.buybox_price, 0), 2),
        d.buybox_seller <> previous.buybox_seller,
        case
            when previous.in_stock and not d.in_stock then 'lost'
            when not previous.in_stock and d.in_stock then 'regained'
        end,
        case when previous.date is not null then d.bsr_category is distinct from previous.bsr_category end
    from core.product_metrics_daily as d
    left join lateral (
        select
            p.date,
            p.price,
            p.bsr,
            p.bsr_category,
            p.rating,
            p.reviews_count,
            p.buybox_price,
            p.buybox_seller,
            p.in_stock
        from core.product_metrics_daily as p
        where p.asin = d.asin
            and p.marketplace = d.marketplace
            and p.date < d.date
            and p.date >= p_history_from
            and p.date < p_to
        order by p.date desc
        limit 1
    ) as previous on true
    where d.date between p_from and p_to;
$$;
comment on function definitions.product_metrics_delta_daily(date, date, date) is 'Definition of mart.product_metrics_delta_daily: a day against the previous observed day.';

-- Returns the price that a price rule compares a day with: the last known price on or before p_base_date, at most
-- p_reach days before the day. Prices of products out of stock do not count (core.is_offered).
-- A price is suspect when it differs by at least p_factor from the price before it, while the two prices before it do
-- not differ as much: an error of a page looks like that. It needs a second observation. The observation after a
-- suspect price is compared with the price before it, so that a second similar price is a change, and a return to the
-- old price is none. is_suspect is about p_price, the price of the day itself.
-- p_from and p_to bound the days to read, so that partitions are pruned. No SET clause: it must inline.
create or replace function core.trusted_prices(
    p_asin text,
    p_marketplace text,
    p_date date,
    p_base_date date,
    p_span integer,
    p_price numeric,
    p_reach integer,
    p_factor numeric,
    p_from date,
    p_to date
)
returns table (base_price numeric, compared_on date, is_suspect boolean)
language sql
stable
as $$
    with known as (
        select
            n.date, n.price, n.date <= p_base_date as is_base,
            row_number() over (order by n.date desc) as place,
            row_number() over (partition by n.date <= p_base_date order by n.date desc) as base_place
        from (
            select d.date, d.price
            from core.product_metrics_daily as d
            where d.asin = p_asin and d.marketplace = p_marketplace and d.date < p_date and d.date between p_from and p_to
                and d.date >= least(p_date - p_reach, p_base_date) and (d.date >= p_date - p_reach or d.date = p_base_date)
                and d.price is not null and core.is_offered(d.status, d.in_stock)
            order by d.date desc
            limit p_span + 2
        ) as n
    ),
    lined_up as (
        select
            max(k.price) filter (where k.place = 1) as last_1,
            max(k.price) filter (where k.place = 2) as last_2,
            max(k.price) filter (where k.place = 3) as last_3,
            max(k.price) filter (where k.is_base and k.base_place = 1) as base_1,
            max(k.price) filter (where k.is_base and k.base_place = 2) as base_2,
            max(k.price) filter (where k.is_base and k.base_place = 3) as base_3,
            max(k.date) filter (where k.is_base and k.base_place = 1) as base_1_date,
            max(k.date) filter (where k.is_base and k.base_place = 2) as base_2_date
        from known as k
    ),
    judged as (
        select
            l.*,
            coalesce(
                core.is_implausible(l.last_1, l.last_2, p_factor) and not core.is_implausible(l.last_2, l.last_3, p_factor), false
            ) as was_suspect,
            coalesce(
                core.is_implausible(l.base_1, l.base_2, p_factor) and not core.is_implausible(l.base_2, l.base_3, p_factor), false
            ) as is_base_suspect
        from lined_up as l
    )
    select
        case when j.is_base_suspect then j.base_2 else j.base_1 end,
        case when j.is_base_suspect then j.base_2_date else j.base_1_date end,
        coalesce(
            case
                when j.was_suspect
                    then core.is_implausible(p_price, j.last_2, p_factor) and core.is_implausible(p_price, j.last_1, p_factor)
                else core.is_implausible(p_price, j.last_1, p_factor) and not core.is_implausible(j.last_1, j.last_2, p_factor)
            end,
            false
        )
    from judged as j;
$$;
comment on function core.trusted_prices(text, text, date, date, integer, numeric, integer, numeric, date, date)
    is 'The price that a day is compared with, and whether the price of the day itself is suspect.';

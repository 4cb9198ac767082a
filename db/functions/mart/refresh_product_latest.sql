-- Update the newest observed day of the products in pg_temp.changed_days, writing only rows that differ. Also of
-- products that the run created although daily rows existed: the product was deleted manually, or its days were written
-- manually before it was first seen.
create or replace function mart.refresh_product_latest()
returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
as $$
declare
    v_from date;
    v_to date;
    v_revived_from date := date '-infinity';
    v_count integer;
begin
    -- While all changed days of a product exist, its newest day is not before the first of them. After a removal it may
    -- be.
    select min(c.date), max(c.date) into v_from, v_to from pg_temp.changed_days as c;
    if exists (
        select from pg_temp.changed_days as c
        where not c.is_new and not exists (
            select from core.product_metrics_daily as d
            where d.asin = c.asin and d.marketplace = c.marketplace and d.date = c.date and d.date between v_from and v_to
            offset 0
        )
    ) then
        v_from := '-infinity';
    end if;
    -- No day is later than the newest known one: this bound keeps empty months out of the plan.
    select case when count(*) = count(l.asin) then greatest(v_to, max(l.date)) else 'infinity' end
    into v_to
    from pg_temp.changed_days as c
    left join mart.product_latest as l on l.asin = c.asin and l.marketplace = c.marketplace;
    -- A plan over years of partitions costs as much as a small batch, so it is made only when such a product exists.
    if not exists (
        select c.asin, c.marketplace from pg_temp.changed_products as c
        except
        select l.asin, l.marketplace from mart.product_latest as l
    ) then
        v_revived_from := v_to;
    end if;

    with changed as (
        select distinct c.asin, c.marketplace from pg_temp.changed_days as c
    ),
    revived as (
        select c.asin, c.marketplace from pg_temp.changed_products as c
        except
        select c.asin, c.marketplace from changed as c
        except
        select l.asin, l.marketplace from mart.product_latest as l
    ),
    target as (
        select f.*
        from changed as c
        cross join lateral (
            select n.*
            from definitions.product_latest(v_from, v_to) as n
            where n.asin = c.asin and n.marketplace = c.marketplace
            offset 0
        ) as f
        union all
        select f.*
        from revived as r
        cross join lateral (
            select n.*
            from definitions.product_latest(v_revived_from) as n
            where n.asin = r.asin and n.marketplace = r.marketplace
            offset 0
        ) as f
    ),
    gone as (
        select c.asin, c.marketplace from changed as c
        except
        select t.asin, t.marketplace from target as t
    ),
    removed as (
        delete from mart.product_latest as m
        using gone as g
        where m.asin = g.asin and m.marketplace = g.marketplace
        returning m.asin
    ),
    written as (
        insert into mart.product_latest as m (
            asin, marketplace, date, price, list_price, buybox_price, buybox_seller, bsr, bsr_category, bsr_main, rating,
            reviews_count, in_stock, offers_count, status, observed_at
        )
        select
            t.asin, t.marketplace, t.date, t.price, t.list_price, t.buybox_price, t.buybox_seller, t.bsr, t.bsr_category,
            t.bsr_main, t.rating, t.reviews_count, t.in_stock, t.offers_count, t.status, t.observed_at
        from target as t
        left join mart.product_latest as m on m.asin = t.asin and m.marketplace = t.marketplace
        where m.asin is null
            or (
                m.date, m.price, m.list_price, m.buybox_price, m.buybox_seller, m.bsr, m.bsr_category, m.bsr_main, m.rating,
                m.reviews_count, m.in_stock, m.offers_count, m.status, m.observed_at
            ) is distinct from (
                t.date, t.price, t.list_price, t.buybox_price, t.buybox_seller, t.bsr, t.bsr_category, t.bsr_main, t.rating,
                t.reviews_count, t.in_stock, t.offers_count, t.status, t.observed_at
            )
        order by t.asin, t.marketplace
        on conflict (asin, marketplace) do update
        set date = excluded.date, price = excluded.price, list_price = excluded.list_price,
            buybox_price = excluded.buybox_price, buybox_seller = excluded.buybox_seller, bsr = excluded.bsr,
            bsr_category = excluded.bsr_category, bsr_main = excluded.bsr_main, rating = excluded.rating,
            reviews_count = excluded.reviews_count, in_stock = excluded.in_stock, offers_count = excluded.offers_count,
            status = excluded.status, observed_at = excluded.observed_at
        returning m.asin
    )
    select ((select count(*) from removed) + (select count(*) from written))::integer into v_count;
    return v_count;
end;
$$;
comment on function mart.refresh_product_latest() is 'Updates mart.product_latest for the changed products.';

-- Newest day of each marketplace with tracked products, and the day that is due: where no product is tracked, no day is due. A tracked
-- marketplace without any day yet has no row. mart.data_freshness says more, and takes longer.
create or replace function ops.newest_days(p_now timestamptz)
returns table (marketplace text, newest_day date, expected_day date)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select m.marketplace, max(l.date), (p_now at time zone m.time_zone)::date - 1
    from core.marketplaces as m
    inner join mart.product_latest as l on l.marketplace = m.marketplace
    where exists (select from app.tracked_products as t where t.marketplace = m.marketplace and t.is_active)
    group by m.marketplace, m.time_zone;
$$;
comment on function ops.newest_days(timestamptz) is 'Newest observed day, and the day that is due, of each marketplace with tracked products.';

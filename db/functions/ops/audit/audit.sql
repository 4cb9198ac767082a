-- Compare each mart, and the daily rows, with their definition over a range of days: rows that only one of them has.
-- All counts are zero when the incremental refresh is right. The audit reads one snapshot, so promotions may go on
-- meanwhile; products with changes that wait in ops.dirty_* are left out. p_asins restricts it to these products; null
-- means all. It begins at the horizon of each mart: days that retention removed are no difference.
-- The daily rows are compared with the observations of the days that are still open. A row without a job id was written
-- or changed manually and may differ; a row that was deleted manually counts as missing, until a replay restores it.
create or replace function ops.audit(
    p_from date default '2000-01-01',
    p_to date default '2100-01-01',
    p_asins text[] default null
)
returns table (table_name text, row_count bigint, missing_count bigint, unexpected_count bigint)
language plpgsql
stable  -- so that all of its statements see one snapshot
security definer  -- the caller need not be able to call the definitions
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
set jit = off
as $$
declare
    v_waiting text[] := array(
        select d.asin from ops.dirty_days as d
        union
        select d.asin from ops.dirty_products as d
        union
        select unnest(array[d.asin_main, d.asin_comp]) from ops.dirty_pairs as d
    );
    v_table name;
    v_asin name;
    v_other name;
begin
    for v_table, v_asin, v_other in
        values
            ('product_days'::name, 'asin'::name, 'asin'::name),
            ('competitor_comparison_daily', 'asin_main', 'asin_comp')
    loop
        table_name := 'mart.' || v_table;
        execute format(
            $sql$
                with kept as (
                    select t::text as line from mart.%1$I as t
                    where t.date between $1 and $2
                        and ($3 is null or t.%2$I = any ($3)) and t.%2$I <> all ($4) and t.%3$I <> all ($4)
                ),
                defined as (
                    select d::text as line from definitions.%1$I($1, $2) as d
                    where ($3 is null or d.%2$I = any ($3)) and d.%2$I <> all ($4) and d.%3$I <> all ($4)
                )
                select
                    (select count(*) from kept),
                    (select count(*) from (table defined except all table kept) as m),
                    (select count(*) from (table kept except all table defined) as u)
            $sql$,
            v_table, v_asin, v_other
        )
        into row_count, missing_count, unexpected_count
        using greatest(p_from, ops.horizon(table_name)), p_to, p_asins, v_waiting;
        return next;
    end loop;

    return query
    with observed as (
        select d.*
        from definitions.product_metrics_daily(greatest(p_from, ops.first_open_day()), p_to) as d
        where (p_asins is null or d.asin = any (p_asins)) and d.asin <> all (v_waiting)
    ),
    daily as (
        select t.*
        from core.product_metrics_daily as t
        where t.date between greatest(p_from, ops.first_open_day()) and p_to
            and (p_asins is null or t.asin = any (p_asins)) and t.asin <> all (v_waiting)
    ),
    kept as (
        select
            t.asin, t.marketplace, t.date, t.price, t.list_price, t.buybox_price, t.buybox_seller, t.bsr, t.bsr_category,
            t.bsr_main, t.rating, t.reviews_count, t.in_stock, t.offers_count, t.status, t.observed_at, t.offer_observed_at,
            t.rank_observed_at, t.rating_observed_at
        from daily as t
        where t.job_id is not null
    ),
    defined as (
        select
            d.asin, d.marketplace, d.date, d.price, d.list_price, d.buybox_price, d.buybox_seller, d.bsr, d.bsr_category,
            d.bsr_main, d.rating, d.reviews_count, d.in_stock, d.offers_count, d.status, d.observed_at, d.offer_observed_at,
            d.rank_observed_at, d.rating_observed_at
        from observed as d
        where not exists (
            select from daily as t
            where t.asin = d.asin and t.marketplace = d.marketplace and t.date = d.date and t.job_id is null
        )
    )
    select
        'core.product_metrics_daily',
        (select count(*) from kept),
        (select count(*) from (table defined except all table kept) as m),
        (select count(*) from (table kept except all table defined) as u);

    return query
    with kept as (
        select t::text as line from mart.product_latest as t
        where (p_asins is null or t.asin = any (p_asins)) and t.asin <> all (v_waiting)
    ),
    defined as (
        select d::text as line from definitions.product_latest() as d
        where (p_asins is null or d.asin = any (p_asins)) and d.asin <> all (v_waiting)
    )
    select
        'mart.product_latest',
        (select count(*) from kept),
        (select count(*) from (table defined except all table kept) as m),
        (select count(*) from (table kept except all table defined) as u);
end;
$$;
comment on function ops.audit(date, date, text[]) is 'Rows in which a mart and its definition differ, by table; all zero when the marts are right.';
grant execute on function ops.audit(date, date, text[]) to asinmart_admin;

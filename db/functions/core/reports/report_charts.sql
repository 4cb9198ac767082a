-- The pictures: prices and ranks of the main product and its competitors in the 90 days up to a day, null where unknown; and the matrix
-- of their features.
create or replace function core.report_charts(
    p_tenant_id uuid,
    p_asin_main text,
    p_marketplace text,
    p_as_of date
)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan  -- planning costs more than running
as $$
begin
    return (
        with members as (
            select p_asin_main as asin
            union
            select p.asin_comp
            from core.compared_pairs as p
            where p.tenant_id = p_tenant_id and p.asin_main = p_asin_main and p.marketplace = p_marketplace
        ),
        observed as (
            select m.asin, h.date, h.price, h.bsr
            from members as m
            -- Product by product: the days of all products would be read by their date otherwise.
            cross join lateral (
                select d.date, d.price, d.bsr
                from core.product_metrics_daily as d
                where d.asin = m.asin and d.marketplace = p_marketplace and d.date > p_as_of - 90 and d.date <= p_as_of
                offset 0
            ) as h
        ),
        dates as (
            select g.day::date as date
            from generate_series(
                (select min(o.date) from observed as o)::timestamp, p_as_of::timestamp, interval '1 day'
            ) as g (day)
        ),
        series as (
            select
                m.asin,
                jsonb_agg(o.price order by d.date) as price,
                jsonb_agg(o.bsr order by d.date) as bsr
            from members as m
            cross join dates as d
            left join observed as o on o.asin = m.asin and o.date = d.date
            group by m.asin
        )
        select jsonb_build_object(
            'currency', (select k.currency_code from core.marketplaces as k where k.marketplace = p_marketplace),
            'dates', (select coalesce(jsonb_agg(d.date order by d.date), '[]') from dates as d),
            'products', (
                select coalesce(jsonb_agg(
                    jsonb_build_object(
                        'asin', s.asin, 'title', p.title, 'is_main', s.asin = p_asin_main, 'price', s.price, 'bsr', s.bsr
                    )
                    order by s.asin <> p_asin_main, s.asin
                ), '[]')
                from series as s
                left join core.products as p on p.asin = s.asin and p.marketplace = p_marketplace
            ),
            'features', (
                select coalesce(jsonb_agg(
                    jsonb_build_object('feature', f.feature_name, 'verdict', f.verdict, 'values', f.stated) order by f.feature_name
                ), '[]')
                from (
                    select x.feature_name, x.verdict, jsonb_object_agg(x.asin, x.feature_value) as stated
                    from mart.feature_matrix as x
                    where x.tenant_id = p_tenant_id and x.asin_main = p_asin_main and x.marketplace = p_marketplace
                        and x.verdict is not null
                    group by x.feature_name, x.verdict
                ) as f
            )
        )
    );
end;
$$;
comment on function core.report_charts(uuid, text, text, date) is 'Series for the charts of a competition report.';

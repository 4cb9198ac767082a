-- Compares the newest values of the main product and of each competitor, a metric a column. A cell says how many standard deviations
-- its value is from the mean of its column; null where fewer than three products have a value, or all have the same. Ranks of another
-- category than the main product's are left out. A product without competitors gets an answer with one row.
-- Row-level security limits the pairs to those of the tenant; the facts about products are shared by all tenants.
create or replace function api.competition_matrix(
    p_tenant_id uuid,
    p_asin text,
    p_marketplace text,
    p_soft_life interval
)
returns table (data_version bigint, body text, computed_at_version bigint)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan  -- planning costs more than running; partitions are pruned at run time
as $$
begin
    perform api.act_as(p_tenant_id);
    return query
    with compared as (
        select p_asin as asin, true as is_main
        union all
        select pair.asin_comp, false from core.competitor_pairs as pair where pair.asin_main = p_asin and pair.marketplace = p_marketplace
    ),
    products as (
        select
            c.is_main, s.asin, s.title, s.brand, s.currency_code, s.latest_date, s.price, s.buybox_price, s.rating, s.reviews_count,
            case when s.bsr_category = max(s.bsr_category) filter (where c.is_main) over () then s.bsr end as bsr,
            l.bullet_count, l.title_length
        from compared as c
        inner join core.product_summary as s on s.asin = c.asin and s.marketplace = p_marketplace
        left join mart.listing_content as l on l.asin = s.asin and l.marketplace = s.marketplace
    ),
    cells as (
        select
            p.asin, m.place, v.value,
            case when count(v.value) over of_metric >= 3 then
                round((v.value - avg(v.value) over of_metric) / nullif(stddev_samp(v.value) over of_metric, 0), 2)
            end as z
        from products as p
        cross join lateral (
            values
                ('price', p.price), ('buybox_price', p.buybox_price), ('bsr', p.bsr), ('rating', p.rating),
                ('reviews_count', p.reviews_count), ('bullet_count', p.bullet_count), ('title_length', p.title_length)
        ) as v (metric, value)
        inner join api.matrix_columns() as m on m.metric = v.metric
        window of_metric as (partition by m.place)
    )
    select a.data_version, a.body, a.computed_at_version
    from products as main
    cross join (
        select json_agg(
            json_build_object(
                'metric', m.metric, 'label', m.label, 'unit', m.unit, 'better', m.better,
                'observed_count', (select count(c.value) from cells as c where c.place = m.place)
            )
            order by m.place
        ) as items
        from api.matrix_columns() as m
    ) as columns
    cross join (
        select json_agg(
            json_build_object(
                'asin', p.asin, 'title', p.title, 'brand', p.brand, 'is_main', p.is_main, 'latest_date', p.latest_date,
                'cells', (
                    select json_agg(json_build_object('value', c.value, 'z', c.z) order by c.place) from cells as c where c.asin = p.asin
                )
            )
            order by p.is_main desc, p.asin
        ) as items
        from products as p
    ) as rows
    cross join (
        select max(v.data_version) as data_version
        from compared as c
        inner join ops.product_versions as v on v.asin = c.asin and v.marketplace = p_marketplace
    ) as newest
    cross join lateral api.answer(
        json_build_object(
            'asin_main', main.asin, 'marketplace', p_marketplace, 'currency_code', main.currency_code,
            'columns', columns.items, 'rows', rows.items
        ),
        main.asin, p_marketplace, coalesce(newest.data_version, 0), main.latest_date, p_soft_life
    ) as a
    where main.is_main;
end;
$$;
comment on function api.competition_matrix(uuid, text, text, interval) is 'A main product and a tenant''s competitors of it: a table of their newest values, with z-scores.';
grant execute on function api.competition_matrix(uuid, text, text, interval) to asinmart_api;

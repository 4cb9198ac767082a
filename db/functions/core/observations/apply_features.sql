-- Write the bullet points and attributes of the products in pg_temp.observations, from the newest observation that has
-- any; only rows that differ, whose features are then to be read again.
create or replace function core.apply_features()
returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
    with written as (
        insert into core.product_features as t (asin, marketplace, bullets, attributes, extracted_at)
        select g.asin, g.marketplace, g.bullets, g.attributes, g.scraped_at
        from (
            select distinct on (o.asin, o.marketplace) o.asin, o.marketplace, o.bullets, o.attributes, o.scraped_at
            from pg_temp.observations as o
            where o.reject_code is null and (o.bullets is not null or o.attributes is not null)
            order by o.asin, o.marketplace, o.scraped_at desc, o.raw_event_id desc
        ) as g
        left join core.product_features as f on f.asin = g.asin and f.marketplace = g.marketplace
        where f.asin is null
            or (f.extracted_at <= g.scraped_at and (f.bullets, f.attributes) is distinct from (g.bullets, g.attributes))
        on conflict (asin, marketplace) do update
        set bullets = excluded.bullets, attributes = excluded.attributes, extracted_at = excluded.extracted_at
        returning t.asin, t.marketplace
    )
    insert into ops.dirty_features (asin, marketplace)
    select w.asin, w.marketplace from written as w;
$$;
comment on function core.apply_features() is 'Writes the listing features seen in pg_temp.observations.';

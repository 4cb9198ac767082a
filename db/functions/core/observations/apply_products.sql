-- Create or update the products of pg_temp.observations: first and last seen from all observations, the description
-- from the newest observation with a title (of two at one instant, from the later arrival). Older observations only
-- fill gaps; failed ones do not: their title may be that of a CAPTCHA page. Writes rows that differ and adds them to
-- pg_temp.changed_products.
create or replace function core.apply_products()
returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
    with seen as (
        select
            o.asin,
            o.marketplace,
            min(o.scraped_at) as first_seen_at,
            max(o.scraped_at) as last_seen_at
        from pg_temp.observations as o
        where o.reject_code is null
        group by o.asin, o.marketplace
    ),
    described as (
        select distinct on (o.asin, o.marketplace)
            o.*,
            nullif(regexp_replace(o.category_path, '^.* > ', ''), '') as category
        from pg_temp.observations as o
        where o.reject_code is null
            and o.status not in ('redirected', 'delisted', 'blocked', 'parse_error')
        order by o.asin, o.marketplace, (o.title is not null) desc, o.scraped_at desc, o.raw_event_id desc
    ),
    target as (
        select
            s.asin,
            s.marketplace,
            p as known,
            case when age.is_newer then coalesce(d.title, p.title) else coalesce(p.title, d.title) end as title,
            case when age.is_newer then coalesce(d.brand, p.brand) else coalesce(p.brand, d.brand) end as brand,
            case
                when age.is_newer then coalesce(d.manufacturer, p.manufacturer) else coalesce(p.manufacturer, d.manufacturer)
            end as manufacturer,
            case when age.is_newer then coalesce(d.model, p.model) else coalesce(p.model, d.model) end as model,
            case
                when age.is_newer then coalesce(d.category, p.category) else coalesce(p.category, d.category)
            end as category,
            case
                when age.is_newer then coalesce(d.category_path, p.category_path) else coalesce(p.category_path, d.category_path)
            end as category_path,
            case
                when age.is_newer then coalesce(d.image_url, p.image_url) else coalesce(p.image_url, d.image_url)
            end as image_url,
            case
                when age.is_newer then coalesce(d.parent_asin, p.parent_asin) else coalesce(p.parent_asin, d.parent_asin)
            end as parent_asin,
            least(s.first_seen_at, p.first_seen_at) as first_seen_at,
            greatest(s.last_seen_at, p.last_seen_at) as last_seen_at,
            case when age.is_newer then coalesce(d.scraped_at, s.last_seen_at) else p.described_at end as described_at,
            case when age.is_newer then coalesce(d.raw_event_id, 0) else p.raw_event_id end as raw_event_id,
            case when age.is_newer then jsonb_strip_nulls(jsonb_build_object('source', d.source, 'url', d.url)) else p.source_meta end
                as source_meta
        from seen as s
        left join described as d on d.asin = s.asin and d.marketplace = s.marketplace
        left join core.products as p on p.asin = s.asin and p.marketplace = s.marketplace
        cross join lateral (
            select
                p.asin is null
                or (
                    d.title is not null
                    and (p.title is null or (d.scraped_at, d.raw_event_id) >= (p.described_at, p.raw_event_id))
                ) as is_newer
        ) as age
    ),
    written as (
        insert into core.products as t (
            asin, marketplace, title, brand, manufacturer, model, category, category_path, image_url, parent_asin,
            first_seen_at, last_seen_at, described_at, raw_event_id, source_meta
        )
        select
            g.asin, g.marketplace, g.title, g.brand, g.manufacturer, g.model, g.category, g.category_path, g.image_url,
            g.parent_asin, g.first_seen_at, g.last_seen_at, g.described_at, g.raw_event_id, g.source_meta
        from target as g
        where (g.known).asin is null
            or (
                (g.known).title, (g.known).brand, (g.known).manufacturer, (g.known).model, (g.known).category, (g.known).category_path,
                (g.known).image_url, (g.known).parent_asin, (g.known).first_seen_at, (g.known).last_seen_at, (g.known).described_at,
                (g.known).source_meta
            ) is distinct from (
                g.title, g.brand, g.manufacturer, g.model, g.category, g.category_path, g.image_url, g.parent_asin,
                g.first_seen_at, g.last_seen_at, g.described_at, g.source_meta
            )
        order by g.asin, g.marketplace
        on conflict (asin, marketplace) do update
        set title = excluded.title, brand = excluded.brand, manufacturer = excluded.manufacturer, model = excluded.model,
            category = excluded.category, category_path = excluded.category_path, image_url = excluded.image_url,
            parent_asin = excluded.parent_asin,
            first_seen_at = excluded.first_seen_at, last_seen_at = excluded.last_seen_at,
            described_at = excluded.described_at, raw_event_id = excluded.raw_event_id, source_meta = excluded.source_meta
        returning t.asin, t.marketplace
    )
    insert into pg_temp.changed_products (asin, marketplace)
    select w.asin, w.marketplace from written as w;
$$;
comment on function core.apply_products() is 'Creates or updates the products seen in pg_temp.observations.';

-- Note in core.listing_changes where the observations in pg_temp.observations say something else of a listing than what was known:
-- before core.apply_products and core.apply_features, which replace what was known. The observations of a slice are compared one after
-- the other. The first value of a product is no change, and an observation older than what is known is none: it may be late.
-- Two sizes of one image are one image, and a title cut off with an ellipsis is no other title.
-- A later arrival of the very instant that is known corrects that observation: it changes or removes the change noted for it.
create or replace function core.apply_listing_changes(p_job_id text)
returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
    with described as (
        select
            o.asin, o.marketplace, o.scraped_at, o.raw_event_id, o.title, o.bullets, o.image_url, o.brand, o.category_path,
            p.asin is null or o.bullets is not null and f.bullets is null as is_first,
            coalesce(o.title <> p.title or o.brand <> p.brand or o.category_path <> p.category_path or o.image_url <> p.image_url, false)
                or coalesce(o.bullets <> f.bullets, false) as is_other
        from pg_temp.observations as o
        left join core.products as p on p.asin = o.asin and p.marketplace = o.marketplace
        left join core.product_features as f on f.asin = o.asin and f.marketplace = o.marketplace and o.bullets is not null
        where o.reject_code is null
            and o.status not in ('redirected', 'delisted', 'blocked', 'parse_error')
            and (o.title is not null or o.bullets is not null)
    ),
    touched as (
        select d.asin, d.marketplace
        from described as d
        where d.is_first or d.is_other
        group by d.asin, d.marketplace
        having bool_or(d.is_other) or count(*) > 1
    ),
    offered as (
        select distinct on (d.asin, d.marketplace, v.field, d.scraped_at)
            d.asin, d.marketplace, v.field, d.scraped_at, d.raw_event_id, v.value, v.known,
            case v.field when 'bullets' then f.extracted_at else p.described_at end as known_at,
            case v.field when 'bullets' then 0 else p.raw_event_id end as known_id
        from touched as t
        inner join described as d on d.asin = t.asin and d.marketplace = t.marketplace
        left join core.products as p on p.asin = t.asin and p.marketplace = t.marketplace and p.described_at > '-infinity'
        left join core.product_features as f on f.asin = t.asin and f.marketplace = t.marketplace
        cross join lateral (
            values
                ('title', d.title, p.title),
                ('brand', d.brand, p.brand),
                ('category_path', d.category_path, p.category_path),
                ('image_url', d.image_url, p.image_url),
                (
                    'bullets',
                    (
                        select string_agg(b.bullet, E'\n' order by b.place)
                        from jsonb_array_elements_text(d.bullets) with ordinality as b (bullet, place)
                    ),
                    (
                        select string_agg(b.bullet, E'\n' order by b.place)
                        from jsonb_array_elements_text(f.bullets) with ordinality as b (bullet, place)
                    )
                )
        ) as v (field, value, known)
        where v.value is not null and (v.field = 'bullets' or d.title is not null)
        order by d.asin, d.marketplace, v.field, d.scraped_at, d.raw_event_id desc
    ),
    followed as (
        select o.*, coalesce(lag(o.value) over (partition by o.asin, o.marketplace, o.field order by o.scraped_at), o.known) as previous
        from offered as o
        where o.known is null or o.scraped_at > o.known_at
    ),
    corrected as (
        update core.listing_changes as c set new_value = o.value, raw_event_id = o.raw_event_id, job_id = p_job_id
        from offered as o
        where c.asin = o.asin and c.marketplace = o.marketplace and c.field = o.field and c.changed_at = o.scraped_at
            and o.scraped_at = o.known_at and o.raw_event_id >= o.known_id and o.value not in (c.old_value, c.new_value)
    ),
    revoked as (
        delete from core.listing_changes as c
        using offered as o
        where c.asin = o.asin and c.marketplace = o.marketplace and c.field = o.field and c.changed_at = o.scraped_at
            and o.scraped_at = o.known_at and o.raw_event_id >= o.known_id and o.value = c.old_value
    )
    insert into core.listing_changes as t (asin, marketplace, field, changed_at, old_value, new_value, raw_event_id, job_id)
    select n.asin, n.marketplace, n.field, n.scraped_at, n.previous, n.value, n.raw_event_id, p_job_id
    from followed as n
    where n.value <> n.previous
        and not (
            n.field = 'image_url'
            and substring(n.value from '/images/[A-Za-z]/([^./]+)') is not distinct from substring(n.previous from '/images/[A-Za-z]/([^./]+)')
            and n.value ~ '/images/[A-Za-z]/'
        )
        and not (
            n.field = 'title'
            and (
                n.value ~ U&'([.]{3}|\2026)$' and starts_with(n.previous, rtrim(n.value, U&'.\2026 '))
                or n.previous ~ U&'([.]{3}|\2026)$' and starts_with(n.value, rtrim(n.previous, U&'.\2026 '))
            )
        )
    on conflict (asin, marketplace, field, changed_at) do update
    set old_value = excluded.old_value, new_value = excluded.new_value, raw_event_id = excluded.raw_event_id, job_id = excluded.job_id
    where (t.old_value, t.new_value) is distinct from (excluded.old_value, excluded.new_value);
$$;
comment on function core.apply_listing_changes(text) is 'Notes changes of listings seen in pg_temp.observations.';

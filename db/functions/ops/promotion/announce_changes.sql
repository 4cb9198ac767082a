-- Announce the changes to caches: a new data version for every product whose API responses differ, one row in
-- ops.cache_invalidations, with the brands too, for listeners to catch up from, and one NOTIFY that only wakes them. Runs
-- under the promotion lock, so versions commit in the order of their numbers.
create or replace function ops.announce_changes(
    p_job_id text,
    p_now timestamptz
)
returns bigint
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
    v_version bigint;
    v_brands text[] := ops.take_changed_brands();
begin
    insert into pg_temp.changed_products (asin, marketplace)
    select c.asin, c.marketplace from pg_temp.changed_days as c
    union
    select p.asin_main, p.marketplace from pg_temp.changed_pairs as p
    union
    select p.asin_comp, p.marketplace from pg_temp.changed_pairs as p
    except
    select c.asin, c.marketplace from pg_temp.changed_products as c;
    if not exists (select from pg_temp.changed_products) and v_brands = '{}' then
        return null;
    end if;
    analyze pg_temp.changed_products;

    with touched_pairs as (
        select p.asin_main, p.asin_comp, p.marketplace
        from core.comparison_pairs as p
        inner join pg_temp.changed_products as c on c.asin = p.asin_main and c.marketplace = p.marketplace
        union
        select p.asin_main, p.asin_comp, p.marketplace
        from core.comparison_pairs as p
        inner join pg_temp.changed_products as c on c.asin = p.asin_comp and c.marketplace = p.marketplace
        union
        select p.asin_main, p.asin_comp, p.marketplace
        from pg_temp.changed_pairs as p
    )
    insert into ops.cache_invalidations (created_at, job_id, product_keys, pair_keys, brand_keys)
    select
        p_now,
        p_job_id,
        coalesce(
            (select array_agg(c.asin || ':' || c.marketplace order by c.asin, c.marketplace) from pg_temp.changed_products as c), '{}'
        ),
        coalesce(
            (
                select array_agg(
                    t.asin_main || ':' || t.asin_comp || ':' || t.marketplace
                    order by t.asin_main, t.asin_comp, t.marketplace
                )
                from touched_pairs as t
            ),
            '{}'
        ),
        v_brands
    returning id into v_version;

    insert into ops.product_versions as v (asin, marketplace, data_version, changed_at)
    select c.asin, c.marketplace, v_version, p_now
    from pg_temp.changed_products as c
    order by c.asin, c.marketplace
    on conflict (asin, marketplace) do update
    set data_version = excluded.data_version, changed_at = excluded.changed_at;

    perform pg_notify('asinmart_invalidation', v_version::text);
    return v_version;
end;
$$;
comment on function ops.announce_changes(text, timestamptz) is 'Records the keys that caches must drop and notifies listeners once.';

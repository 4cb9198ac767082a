set role mart_owner;
create or replace view mart.competitor_suggestions as
select
    m.tenant_id,
    m.asin as asin_main,
    m.marketplace,
    s.asin,
    s.title,
    s.brand,
    s.score,
    s.is_same_category,
    s.category_path,
    s.price,
    s.price_ratio,
    s.is_in_price_band,
    s.shared_list,
    s.rank_distance,
    s.is_same_brand,
    s.rating,
    s.reviews_count,
    s.reviews_ratio,
    k.competitor_count
from (
    select t.tenant_id, t.asin, t.marketplace
    from app.tracked_products as t
    where t.tenant_id = any ((select app.mart_tenants(false))::uuid[])
    union
    select c.tenant_id, c.asin_main, c.marketplace from mart.compared_products as c
) as m
inner join core.products as p on p.asin = m.asin and p.marketplace = m.marketplace
left join mart.product_latest as l on l.asin = m.asin and l.marketplace = m.marketplace
cross join lateral (
    select count(*) filter (where c.asin <> m.asin) as competitor_count, coalesce(array_agg(c.asin), '{}') || m.asin as compared
    from mart.compared_products as c
    where c.tenant_id = m.tenant_id and c.asin_main = m.asin and c.marketplace = m.marketplace
) as k
cross join lateral (
    select
        c.asin, c.title, c.brand, c.category_path, r.price, r.rating, r.reviews_count, n.shared_list, n.rank_distance,
        x.is_same_category, x.is_same_brand, round(x.price_ratio, 3) as price_ratio,
        x.price_ratio between 0.75 and 1.25 as is_in_price_band, round(x.reviews_ratio, 3) as reviews_ratio,
        round(
            case when x.is_same_category then 40 else 0 end
            + coalesce(25 * greatest(0, 1 - abs(x.price_ratio - 1) / 0.25), 0)
            + coalesce(2.0 * (11 - n.rank_distance), 0)
            + case when x.is_same_brand then 0 when x.is_same_brand is null then 5 else 10 end
            + coalesce(5 * least(x.reviews_ratio, 1 / nullif(x.reviews_ratio, 0)), 0),
            1
        ) as score
    from (
        select i.asin, min(i.shared_list) as shared_list, min(i.rank_distance) as rank_distance
        from (
            select c.asin, null::text as shared_list, null::integer as rank_distance
            from core.products as c
            where c.category = p.category and c.marketplace = p.marketplace
            union all
            (
                select distinct on (b.asin) b.asin, b.category, abs(b.rank - o.rank)
                from (
                    select distinct on (b.category) b.category, b.date, b.rank
                    from core.bestseller_snapshots as b
                    where b.asin = m.asin and b.marketplace = m.marketplace
                    order by b.category, b.date desc
                ) as o
                inner join core.bestseller_snapshots as b
                    on b.marketplace = m.marketplace and b.category = o.category and b.date = o.date
                    and b.rank between o.rank - 10 and o.rank + 10
                where b.rank <> o.rank
                    and o.date = (
                        select max(d.date) from core.bestseller_snapshots as d
                        where d.marketplace = m.marketplace and d.category = o.category
                    )
                order by b.asin, abs(b.rank - o.rank), b.category
            )
        ) as i
        group by i.asin
    ) as n
    inner join core.products as c on c.asin = n.asin and c.marketplace = m.marketplace
    left join mart.product_latest as r on r.asin = n.asin and r.marketplace = m.marketplace
    cross join lateral (
        select
            coalesce(
                c.category_path = p.category_path
                or right(c.category_path, length(p.category_path) + 3) = ' > ' || p.category_path
                or right(p.category_path, length(c.category_path) + 3) = ' > ' || c.category_path,
                false
            ) as is_same_category,
            lower(c.brand) = lower(p.brand) as is_same_brand,
            r.price / nullif(l.price, 0) as price_ratio,
            r.reviews_count::numeric / nullif(l.reviews_count, 0) as reviews_ratio
    ) as x
    where c.asin <> all (k.compared)
        and c.is_active
        and not c.is_unlisted
        and (x.is_same_category or n.rank_distance is not null)
        -- Variations of one listing are no competitors of each other.
        and c.parent_asin is distinct from m.asin
        and c.asin is distinct from p.parent_asin
        and (c.parent_asin is null or c.parent_asin is distinct from p.parent_asin)
    order by score desc, c.asin
    limit 20
) as s
where k.competitor_count < 5;
comment on view mart.competitor_suggestions is 'Products that a tenant could compare its product with: one row per tenant, product and suggestion, for products that it tracks or compares and that have fewer than 5 competitors; at most 20 each, best first by score. Read it for one product: for all it searches the category of each. The SQL login of a tenant is suggested only products that it may see; the API suggests any.';
comment on column mart.competitor_suggestions.tenant_id is 'Tenant.';
comment on column mart.competitor_suggestions.asin_main is 'The tenant''s product.';
comment on column mart.competitor_suggestions.marketplace is 'Marketplace code.';
comment on column mart.competitor_suggestions.asin is 'Suggested product; not one that is compared with it already, and no variation of it.';
comment on column mart.competitor_suggestions.title is 'Its title; null: unknown.';
comment on column mart.competitor_suggestions.brand is 'Its brand; null: unknown.';
comment on column mart.competitor_suggestions.score is '0 to 100: 40 for the same category, up to 25 for a price near to it (0 from 25 % away), up to 20 for a near place on one best-seller list, 10 for another brand (5 unknown), up to 5 for as many ratings.';
comment on column mart.competitor_suggestions.is_same_category is 'Whether both are in one category; a path that another source cuts off at the front counts as the same.';
comment on column mart.competitor_suggestions.category_path is 'Breadcrumbs of the suggested product; null: unknown.';
comment on column mart.competitor_suggestions.price is 'Its price shown on its newest day; null: none.';
comment on column mart.competitor_suggestions.price_ratio is 'Its price divided by that of the main product, 3 decimals; null: a price is unknown.';
comment on column mart.competitor_suggestions.is_in_price_band is 'Whether its price is within 25 % of that of the main product; null: a price is unknown.';
comment on column mart.competitor_suggestions.shared_list is 'Best-seller list on whose newest day both are within 10 places; null: none.';
comment on column mart.competitor_suggestions.rank_distance is 'Places between them there; null: none.';
comment on column mart.competitor_suggestions.is_same_brand is 'Whether both have one brand; null: a brand is unknown.';
comment on column mart.competitor_suggestions.rating is 'Its average stars 1-5; null: unknown.';
comment on column mart.competitor_suggestions.reviews_count is 'Its number of ratings; null: unknown.';
comment on column mart.competitor_suggestions.reviews_ratio is 'Its number of ratings divided by that of the main product, 3 decimals; null: unknown.';
comment on column mart.competitor_suggestions.competitor_count is 'Products that the tenant compares with the main product already.';
grant select on mart.competitor_suggestions to mart_reader, tenant_reader, asinmart_api, asinmart_admin, asinmart_owner;
reset role;

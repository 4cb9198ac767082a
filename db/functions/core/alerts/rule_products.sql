-- Returns the products in the combined scope of the rules in pg_temp.evaluated_rules; core.match_rules checks the scope
-- exactly.
create or replace function core.rule_products()
returns table (asin text, marketplace text)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select l.asin, l.marketplace
    from mart.product_latest as l
    where exists (select from pg_temp.evaluated_rules as r where r.scope_type = 'all')
    union
    select t.asin, t.marketplace
    from app.tracked_products as t
    inner join pg_temp.evaluated_rules as r on r.tenant_id = t.tenant_id and r.scope_type in ('tracked', 'category', 'brand')
    union
    select side.asin, p.marketplace
    from core.compared_pairs as p
    inner join pg_temp.evaluated_rules as r on r.tenant_id = p.tenant_id and r.scope_type in ('category', 'brand')
    cross join lateral (values (p.asin_main), (p.asin_comp)) as side (asin)
    union
    select r.scope_asin, r.scope_marketplace from pg_temp.evaluated_rules as r where r.scope_type = 'product'
    union
    select side.asin, g.marketplace
    from pg_temp.evaluated_rules as r
    inner join core.competitive_groups as g on g.id = r.scope_group_id
    cross join lateral (
        select g.asin_main as asin
        union all
        select k.asin from core.competitive_group_members as k where k.group_id = g.id
    ) as side
    where r.scope_type = 'group';
$$;
comment on function core.rule_products() is 'Products that may be in the scope of the evaluated alert rules.';

set role mart_owner;
create or replace view mart.categories as
select
    c.marketplace,
    c.category_path,
    c.name,
    c.parent_path,
    c.level,
    coalesce(n.product_count, 0) as product_count,
    coalesce(n.own_product_count, 0) as own_product_count,
    exists (
        select from core.bestseller_lists as l where l.marketplace = c.marketplace and l.category_path = c.category_path
    ) as has_bestseller_list
from core.categories as c
left join (
    select
        t.marketplace,
        array_to_string(t.steps[:s.level], ' > ') as category_path,
        sum(t.product_count)::bigint as product_count,
        sum(t.product_count) filter (where s.level = cardinality(t.steps))::bigint as own_product_count
    from (
        select p.marketplace, string_to_array(p.category_path, ' > ') as steps, count(*) as product_count
        from core.products as p
        where p.category_path <> ''
        group by p.marketplace, p.category_path
    ) as t
    cross join lateral generate_series(1, cardinality(t.steps)) as s (level)
    group by t.marketplace, array_to_string(t.steps[:s.level], ' > ')
) as n on n.marketplace = c.marketplace and n.category_path = c.category_path;
comment on view mart.categories is 'Categories of each shop as a tree: one row per marketplace and path. mart.products.category_path and mart.bestseller_lists.category_path refer to it.';
comment on column mart.categories.marketplace is 'Marketplace code.';
comment on column mart.categories.category_path is 'Names from the root, separated by " > ".';
comment on column mart.categories.name is 'Name of the category: the last of the path.';
comment on column mart.categories.parent_path is 'Path of the parent; null: a root, or a best-seller list whose place in the tree is unknown.';
comment on column mart.categories.level is 'Number of names in the path; 1 is a root.';
comment on column mart.categories.product_count is 'Products in it and in all categories below it.';
comment on column mart.categories.own_product_count is 'Products in it directly.';
comment on column mart.categories.has_bestseller_list is 'Whether a best-seller list of it was seen.';
grant select on mart.categories to mart_reader, tenant_reader, asinmart_api, asinmart_admin, asinmart_owner;
reset role;

set role mart_owner;
create or replace view mart.bestseller_lists as
select
    l.marketplace,
    l.category,
    l.category_path,
    n.newest_date,
    (
        select count(*) from core.bestseller_snapshots as b
        where b.marketplace = l.marketplace and b.category = l.category and b.date = n.newest_date
    ) as product_count
from core.bestseller_lists as l
cross join lateral (
    select max(b.date) as newest_date from core.bestseller_snapshots as b
    where b.marketplace = l.marketplace and b.category = l.category
) as n;
comment on view mart.bestseller_lists is 'Best-seller lists and their categories: one row per marketplace and list.';
comment on column mart.bestseller_lists.marketplace is 'Marketplace code.';
comment on column mart.bestseller_lists.category is 'List as the source names it, as in mart.bestseller_ranks.';
comment on column mart.bestseller_lists.category_path is 'Its category, see mart.categories.';
comment on column mart.bestseller_lists.newest_date is 'Newest day of the list; null: no place on it is known any more.';
comment on column mart.bestseller_lists.product_count is 'Products on it that day.';
grant select on mart.bestseller_lists to mart_reader, tenant_reader, asinmart_api, asinmart_admin, asinmart_owner;
reset role;

create or replace view core.comparison_pairs with (security_invoker = true) as
select
    p.asin_main,
    p.asin_comp,
    p.marketplace,
    max(p.last_date) as last_date
from (
    select c.asin_main, c.asin_comp, c.marketplace, date 'infinity' as last_date
    from core.compared_pairs as c
    union all
    select g.asin_main, m.asin, g.marketplace, m.stopped_on
    from core.competitive_groups as g
    inner join core.competitive_group_members as m on m.group_id = g.id
    where g.is_active
        and m.stopped_on is not null
        and m.asin <> g.asin_main
) as p
group by p.asin_main, p.asin_comp, p.marketplace;
comment on view core.comparison_pairs is 'Pairs with comparisons: those that any tenant compares, and members that were paused or removed, up to that day. One row per pair.';
comment on column core.comparison_pairs.asin_main is 'Main product.';
comment on column core.comparison_pairs.asin_comp is 'Competitor.';
comment on column core.comparison_pairs.marketplace is 'Marketplace of both.';
comment on column core.comparison_pairs.last_date is 'Last day that is compared; infinity while a tenant compares the pair.';
grant select on core.comparison_pairs to asinmart_api, asinmart_admin;

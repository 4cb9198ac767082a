create or replace view core.competitor_pairs with (security_invoker = true) as
select distinct
    p.asin_main,
    p.asin_comp,
    p.marketplace
from core.compared_pairs as p;
comment on view core.competitor_pairs is 'Pairs that any tenant compares, by a link or an active group: one row per pair.';
comment on column core.competitor_pairs.asin_main is 'Main product.';
comment on column core.competitor_pairs.asin_comp is 'Competitor.';
comment on column core.competitor_pairs.marketplace is 'Marketplace of both.';
grant select on core.competitor_pairs to asinmart_api, asinmart_admin;

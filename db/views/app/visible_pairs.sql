-- Read with the owner's eyes, because policies ask it as a role that reads no table of tenants.
create or replace view app.visible_pairs as
select
    p.asin_main,
    p.asin_comp,
    p.marketplace
from core.compared_pairs as p
where p.tenant_id = (select app.current_tenant());
comment on view app.visible_pairs is 'Pairs that the current tenant compares: links and members of active groups; a pair can stand in several.';
comment on column app.visible_pairs.asin_main is 'Main product.';
comment on column app.visible_pairs.asin_comp is 'Competitor.';
comment on column app.visible_pairs.marketplace is 'Marketplace of both.';
grant select on app.visible_pairs to tenant_reader, asinmart_admin;

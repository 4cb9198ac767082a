-- Reads as the owner of the view: policies use it for roles that may not read watch lists.
create or replace view app.visible_products as
select
    t.asin,
    t.marketplace
from app.tracked_products as t
where t.tenant_id = (select app.current_tenant())
union all
select p.asin_main, p.marketplace from app.visible_pairs as p
union all
select p.asin_comp, p.marketplace from app.visible_pairs as p;
comment on view app.visible_products is 'Products that the current tenant tracks (paused ones too) or compares; a product can occur several times.';
comment on column app.visible_products.asin is 'Product.';
comment on column app.visible_products.marketplace is 'Marketplace code.';
grant select on app.visible_products to tenant_reader, asinmart_admin;

-- The policies are in this file because they only apply these views. A permissive policy shows every granted role all
-- rows, at no cost; a restrictive one limits the login of a tenant, whatever other roles it has. The owner, which
-- maintains facts and marts, is exempt. EXISTS, because the planner can run it in two ways: a probe for each of a few
-- rows found by an index, or a hash table for many (docs/decisions/access.md).
do $$
declare
    v_product constant text := 'exists (select from app.visible_products as v where v.asin = %1$I.asin and v.marketplace = %1$I.marketplace)';
    v_pair constant text := 'exists (
        select from app.visible_pairs as v
        where v.asin_main = %1$I.asin_main and v.asin_comp = %1$I.asin_comp and v.marketplace = %1$I.marketplace
    )';
    v_own constant text := 'tenant_id = (select app.current_tenant())';
    v_table record;
begin
    for v_table in
        select c.oid::regclass as relation, format(t.condition, c.relname) as condition, t.reason
        from (
            values
                ('core.products'::regclass, v_product, 'Facts about products are shared.'),
                ('core.product_metrics_daily', v_product, 'Facts about products are shared.'),
                ('mart.product_latest', v_product, 'Facts about products are shared.'),
                ('mart.product_metrics_delta_daily', v_product, 'Facts about products are shared.'),
                ('mart.product_metrics_rollup', v_product, 'Facts about products are shared.'),
                ('mart.competitor_comparison_daily', v_pair, 'Facts about pairs are shared.'),
                ('core.competitor_links', v_own, 'Scores in mart are of all tenants'' groups.'),
                ('core.competitive_groups', v_own, 'Scores in mart are of all tenants'' groups.'),
                ('core.competitive_group_members', v_own, 'Scores in mart are of all tenants'' groups.')
        ) as t (relation, condition, reason)
        inner join pg_catalog.pg_class as c on c.oid = t.relation
    loop
        execute format('alter table %s enable row level security', v_table.relation);
        execute format('drop policy if exists readers_see_all on %s', v_table.relation);
        if v_table.condition = v_own then
            execute format('create policy readers_see_all on %s for select to mart_reader using (true)', v_table.relation);
        else
            execute format('create policy readers_see_all on %s using (true) with check (true)', v_table.relation);
        end if;
        execute format('comment on policy readers_see_all on %s is %L', v_table.relation, v_table.reason);
        execute format('drop policy if exists tenant_sees_its_own on %s', v_table.relation);
        execute format(
            'create policy tenant_sees_its_own on %s as restrictive to tenant_reader using (%s)', v_table.relation, v_table.condition
        );
        execute format(
            'comment on policy tenant_sees_its_own on %s is %L', v_table.relation,
            'A tenant''s SQL login sees the products it tracks or compares, and the pairs it compares.'
        );
    end loop;
end;
$$;

-- Read with the owner's eyes, because policies ask it as a role that reads no table of tenants.
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
comment on view app.visible_products is 'Products that the current tenant tracks, paused ones too, or compares; a product can stand in several rows.';
comment on column app.visible_products.asin is 'Product.';
comment on column app.visible_products.marketplace is 'Marketplace code.';
grant select on app.visible_products to tenant_reader, asinmart_admin;

-- The policies stand here because they are these views applied. Where the condition is true a policy costs nothing, and the
-- owner, who keeps facts and marts up, is not asked. EXISTS, because the planner has two ways to answer it: a probe for each of
-- a few rows found by an index, a hash table for many (docs/decisions.md).
do $$
declare
    v_product constant text := 'exists (select from app.visible_products as v where v.asin = %1$I.asin and v.marketplace = %1$I.marketplace)';
    v_pair constant text := 'exists (
        select from app.visible_pairs as v
        where v.asin_main = %1$I.asin_main and v.asin_comp = %1$I.asin_comp and v.marketplace = %1$I.marketplace
    )';
    v_shared record;
    v_table regclass;
begin
    for v_shared in
        select c.oid::regclass as relation, format(s.condition, c.relname) as condition
        from (
            values
                ('core.products'::regclass, v_product),
                ('core.product_metrics_daily', v_product),
                ('mart.product_latest', v_product),
                ('mart.product_metrics_delta_daily', v_product),
                ('mart.product_metrics_rollup', v_product),
                ('mart.competitor_comparison_daily', v_pair)
        ) as s (relation, condition)
        inner join pg_catalog.pg_class as c on c.oid = s.relation
    loop
        execute format('alter table %s enable row level security', v_shared.relation);
        execute format('drop policy if exists readers_see_all on %s', v_shared.relation);
        execute format(
            'create policy readers_see_all on %s for select
                to mart_reader, asinmart_api, asinmart_worker, asinmart_admin using (true)',
            v_shared.relation
        );
        execute format('comment on policy readers_see_all on %s is %L', v_shared.relation, 'Facts about products are shared.');
        execute format('drop policy if exists tenant_sees_its_own on %s', v_shared.relation);
        execute format(
            'create policy tenant_sees_its_own on %s for select to tenant_reader using (%s)', v_shared.relation, v_shared.condition
        );
        execute format(
            'comment on policy tenant_sees_its_own on %s is %L', v_shared.relation,
            'A tenant''s SQL login sees the products it tracks or compares, and the pairs it compares.'
        );
    end loop;

    foreach v_table in array array['core.competitor_links', 'core.competitive_groups', 'core.competitive_group_members']::regclass[]
    loop
        execute format('drop policy if exists readers_see_all on %s', v_table);
        execute format('create policy readers_see_all on %s for select to mart_reader using (true)', v_table);
        execute format('comment on policy readers_see_all on %s is %L', v_table, 'Scores in mart are of all tenants'' groups.');
    end loop;
end;
$$;

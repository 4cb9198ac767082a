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

-- The policies stand here because they are these views applied: who sees which rows, all in one place. Every table with a
-- tenant_id gets the first three by itself, in whichever migration it is made; what tenants share is listed. Where the
-- condition is true a policy costs nothing. EXISTS, because the planner has two ways to answer it: a probe for each of a few
-- rows found by an index, a hash table for many (docs/decisions.md).
do $$
declare
    v_product constant text := 'exists (select from app.visible_products as v where v.asin = %1$I.asin and v.marketplace = %1$I.marketplace)';
    v_pair constant text := 'exists (
        select from app.visible_pairs as v
        where v.asin_main = %1$I.asin_main and v.asin_comp = %1$I.asin_comp and v.marketplace = %1$I.marketplace
    )';
    v_own constant text := 'tenant_id = (select app.current_tenant())';
    v_policy record;
begin
    for v_policy in
        with owned as (
            select a.attrelid::regclass as relation
            from pg_catalog.pg_attribute as a
            inner join pg_catalog.pg_class as c on c.oid = a.attrelid and c.relkind in ('r', 'p') and not c.relispartition
            inner join pg_catalog.pg_namespace as n on n.oid = c.relnamespace and n.nspname in ('app', 'core', 'mart', 'ops')
            where a.attname = 'tenant_id' and not a.attisdropped
        ),
        shared (relation, condition) as (
            values
                ('core.products'::regclass, v_product),
                ('core.product_metrics_daily', v_product),
                ('mart.product_latest', v_product),
                ('mart.product_metrics_delta_daily', v_product),
                ('mart.product_metrics_rollup', v_product),
                ('mart.competitor_comparison_daily', v_pair)
        )
        -- current_tenant() reads app.tenant_roles: with this policy there it would ask itself.
        select o.relation, 'tenant_isolation' as name, 'all' as command, 'public' as roles, v_own as condition,
            'Rows of the tenant that asks.' as description
        from owned as o
        where o.relation <> 'app.tenant_roles'::regclass
        union all
        select o.relation, 'owner_sees_all', 'all', 'asinmart_owner', 'true', 'Promotion, alerts and jobs work for all tenants.'
        from owned as o
        union all
        select o.relation, 'admin_reads_all', 'select', 'asinmart_admin', 'true', 'DBAs look at everything.'
        from owned as o
        union all
        select s.relation, 'readers_see_all', 'select', 'mart_reader, asinmart_api, asinmart_worker, asinmart_admin', 'true',
            'Facts about products are shared.'
        from shared as s
        union all
        select s.relation, 'tenant_sees_its_own', 'select', 'tenant_reader',
            format(s.condition, (select c.relname from pg_catalog.pg_class as c where c.oid = s.relation)),
            'A tenant''s SQL login sees the products it tracks or compares, and the pairs it compares.'
        from shared as s
        union all
        select p.relation, 'readers_see_all', 'select', 'mart_reader', 'true', 'Scores in mart are of all tenants'' groups.'
        from (
            values
                ('core.competitor_links'::regclass), ('core.competitive_groups'), ('core.competitive_group_members')
        ) as p (relation)
    loop
        -- Forced only on what is a tenant's own: the owner, who keeps facts and marts up, is not asked there.
        execute format('alter table %s enable row level security', v_policy.relation);
        execute format('drop policy if exists %I on %s', v_policy.name, v_policy.relation);
        execute format(
            'create policy %I on %s for %s to %s using (%s)',
            v_policy.name, v_policy.relation, v_policy.command, v_policy.roles, v_policy.condition
        );
        execute format('comment on policy %I on %s is %L', v_policy.name, v_policy.relation, v_policy.description);
    end loop;
end;
$$;

-- Which products an analyst of the current tenant sees: those it tracks, paused ones too, and both sides of its pairs.
create or replace function app.visible_products()
returns table (asin text, marketplace text)
language plpgsql
stable
security definer  -- policies call it as the role that reads, which reads no table of tenants
set search_path = ''
parallel safe
rows 1000
as $$
declare
    v_tenant_id uuid := app.current_tenant();
begin
    return query
    select t.asin, t.marketplace
    from app.tracked_products as t
    where t.tenant_id = v_tenant_id
    union
    select side.asin, p.marketplace
    from core.compared_pairs as p
    cross join lateral (values (p.asin_main), (p.asin_comp)) as side (asin)
    where p.tenant_id = v_tenant_id;
end;
$$;
comment on function app.visible_products() is 'Products that the current tenant tracks or compares, each once.';
grant execute on function app.visible_products() to tenant_reader;

-- The policies stand here because they are these functions applied: who sees which rows, all in one place. Every table with a
-- tenant_id gets the first three by itself, in whichever migration it is made; what tenants share is listed. Where the
-- condition is true a policy costs nothing.
do $$
declare
    v_product constant text := 'asin = any ((select app.visible_asins())::text[])
        and (asin, marketplace) in (select v.asin, v.marketplace from app.visible_products() as v)';
    v_pair constant text := 'asin_main = any ((select app.visible_asins())::text[])
        and (asin_main, asin_comp, marketplace) in (select v.asin_main, v.asin_comp, v.marketplace from app.visible_pairs() as v)';
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
        select s.relation, 'tenant_sees_its_own', 'select', 'tenant_reader', s.condition,
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

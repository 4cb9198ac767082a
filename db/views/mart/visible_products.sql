-- The owner reads: policies ask it as a role that reads no watch list.
create or replace view mart.visible_products as
select
    t.asin,
    t.marketplace
from app.tracked_products as t
where t.tenant_id = (select app.current_tenant())
union all
select p.asin_main, p.marketplace from mart.visible_pairs as p
union all
select p.asin_comp, p.marketplace from mart.visible_pairs as p;
comment on view mart.visible_products is 'Products that the current tenant tracks, paused ones too, or compares; a product can stand in several rows.';
comment on column mart.visible_products.asin is 'Product.';
comment on column mart.visible_products.marketplace is 'Marketplace code.';
grant select on mart.visible_products to tenant_reader, mart_owner, asinmart_admin;
-- Readers without a tenant see everything: here they would find nothing.
revoke select on mart.visible_products from mart_reader, asinmart_api;

-- The policies of what is shared stand here, because they are these views applied. Services see all of it, by a condition that costs
-- nothing. A tenant's login is restricted where it reads tables of mart itself (tenant_reader), and in the tables that views of
-- mart read for it (mart_owner, which owns those views): there the restriction holds for sessions of such a login alone. The owner,
-- who keeps facts and marts up, is exempt. EXISTS, because the planner has two ways to execute it: a probe for each of a few rows
-- found by an index, a hash table for many (docs/decisions/access.md).
do $$
declare
    v_product constant text := 'exists (
        select from mart.visible_products as v where v.asin = %1$I.asin and v.marketplace = %1$I.marketplace
    )';
    v_pair constant text := 'exists (
        select from mart.visible_pairs as v
        where v.asin_main = %1$I.asin_main and v.asin_comp = %1$I.asin_comp and v.marketplace = %1$I.marketplace
    )';
    v_table record;
begin
    for v_table in
        select
            c.oid::regclass as relation,
            case when t.reader ~ 'mart_owner' then '(select not app.reads_as_tenant()) or ' else '' end
                || format(t.condition, c.relname) as condition,
            t.reader
        from (
            values
                ('core.products'::regclass, v_product, 'tenant_reader, mart_owner'),
                ('core.product_metrics_daily', v_product, 'tenant_reader, mart_owner'),
                ('core.product_snapshots', v_product, 'tenant_reader, mart_owner'),
                ('core.product_features', v_product, 'tenant_reader, mart_owner'),
                ('core.product_feature_values', v_product, 'tenant_reader, mart_owner'),
                ('core.listing_changes', v_product, 'tenant_reader, mart_owner'),
                ('core.bestseller_snapshots', v_product, 'tenant_reader, mart_owner'),
                ('core.reviews', v_product, 'tenant_reader, mart_owner'),
                ('mart.product_latest', v_product, 'tenant_reader'),
                ('mart.product_days', v_product, 'tenant_reader'),
                ('mart.competitor_comparison_daily', v_pair, 'tenant_reader, mart_owner')
        ) as t (relation, condition, reader)
        inner join pg_catalog.pg_class as c on c.oid = t.relation
    loop
        perform app.apply_policy(
            v_table.relation, 'readers_see_all', 'using (true) with check (true)', 'Facts about products and pairs are shared.'
        );
        perform app.apply_policy(
            v_table.relation, 'tenant_sees_its_own', format('as restrictive to %s using (%s)', v_table.reader, v_table.condition),
            'The SQL login of a tenant sees the products it tracks or compares, and the pairs it compares.'
        );
    end loop;

    -- What belongs to a tenant: views of mart show it by one condition, which an index on the tenant answers.
    for v_table in
        select t.relation, t.is_shared
        from (
            values
                ('core.competitor_links'::regclass, true), ('core.competitive_groups', true), ('core.competitive_group_members', true),
                ('core.alerts', false), ('core.alert_rules', false), ('app.tracked_products', false), ('app.tenants', false),
                ('core.brands', false), ('core.asin_brand_mapping', false), ('sqp.asin_performance_data', false),
                ('sqp.search_query_performance', false), ('sqp.search_query_history', false), ('sqp.report_disagreements', false),
                ('sqp.brand_product_segments', false), ('core.brand_terms', false), ('app.spapi_credentials', false), ('sqp.report_requests', false),
                ('sqp.reported_periods', false), ('sqp.search_catalog_performance', false), ('sqp.search_terms', false),
                ('sqp.sales_and_traffic', false), ('sqp.sales_and_traffic_by_asin', false), ('sqp.keyword_counts', false),
                ('sqp.rate_disagreements', false), ('sqp.brand_performance_data', false), ('sqp.brand_search_performance', false),
                ('sqp.brand_report_disagreements', false), ('app.tenant_score_weights', false), ('core.competition_reports', false),
                ('core.report_requests', false), ('core.recommendations', false), ('core.recommendation_actions', false),
                ('core.action_outcomes', false)
        ) as t (relation, is_shared)
    loop
        perform app.apply_policy(
            v_table.relation, 'readers_see_all', 'for select to mart_owner using (true)',
            'Views of mart read it, restricted by the next policy.'
        );
        perform app.apply_policy(
            v_table.relation, 'tenant_sees_its_own',
            format(
                'as restrictive for select to mart_owner using (tenant_id = any ((select app.mart_tenants(%L))::uuid[]))', v_table.is_shared
            ),
            'Views of mart show the tenants that the session may read.'
        );
    end loop;
end;
$$;

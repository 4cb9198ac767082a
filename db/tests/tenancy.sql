-- Isolation of tenants, checked in the catalog, including new tables and views; tests/database/test_tenancy.py checks the rows.
begin;
set local search_path to extensions, public;
select plan(17);

-- Why a tenant's SQL login may read a relation, directly or through a view. A new relation must be added to one of these
-- rows, or the login may not read it.
create temp table expected (reason text, relations text);
insert into expected values
    ('the same for everybody', 'mart.dim_date mart.score_weights mart.data_dictionary'),
    ('rows by policy', 'mart.product_latest mart.product_days mart.competitor_comparison_daily'),
    ('a view with the rights of the caller', 'mart.mv_product_latest mart.product_metrics mart.product_metrics_delta_daily mart.product_metrics_rollup'),
    ('a view with the rights of mart_owner', 'mart.alerts mart.bestseller_lists mart.bestseller_ranks mart.categories mart.compared_products
        mart.competitor_suggestions mart.feature_comparison mart.feature_gaps mart.feature_matrix mart.listing_changes mart.listing_content
        mart.product_feature_values mart.brand_coverage mart.brand_performance mart.brand_performance_enhanced
        mart.brand_product_segments mart.brand_queries mart.brand_query_products mart.brand_query_reconciliation mart.brand_query_versions mart.brands
        mart.product_week mart.competitive_groups mart.competitor_comparison mart.competitor_pairs mart.competitor_scores_daily mart.competition_reports
        mart.competitor_sensitivity mart.competitor_trends mart.offer_history mart.report_claims mart.report_sentences mart.peer_benchmarks mart.recommendations
        mart.recommendation_actions mart.recommendation_claims mart.action_outcomes mart.keyword_counts mart.marketplaces mart.missing_days
        mart.observations mart.product_daily mart.product_features mart.product_summary mart.products mart.running_week_shares
        mart.product_week mart.competitive_groups mart.competitor_comparison mart.competitor_pairs mart.competitor_scores_daily mart.keyword_counts mart.marketplaces mart.missing_days
        mart.observations mart.product_daily mart.product_features mart.product_summary mart.products mart.review_months mart.review_summary mart.review_words mart.reviews mart.running_week_shares
        mart.sales_and_traffic mart.sales_and_traffic_by_asin mart.search_catalog_performance mart.search_terms mart.tracked_products'),
    ('filters by the tenant itself', 'mart.visible_products mart.visible_pairs');
-- Keys that may be unique, and references that may be made, over all tenants: what they are of is random, or made by the
-- database in definer functions alone.
create temp table across_tenants (what text);
insert into across_tenants values
    ('app.users_pkey'), ('app.api_keys_pkey'), ('app.api_keys_key_hash_key'), ('app.tenant_roles_pkey'), ('app.tenants_name_idx'),
    ('core.alerts_pkey'), ('core.brands_pkey'), ('app.notification_channels_pkey'), ('core.competitive_groups_pkey'), ('core.alert_rules_pkey'),
    ('core.alert_suppressions_pkey'), ('core.alert_states_pkey'), ('core.alert_rule_channels_pkey'),
    ('app.api_usage_logs_pkey'), ('core.notifications_pkey'), ('core.notifications_channel_id_told_id_key'),
    ('core.notifications_channel_id_to_alert_id_key');

create temp view relations as
select c.oid, n.nspname || '.' || c.relname as name, c.relkind, c.relrowsecurity, c.relforcerowsecurity, c.relowner, c.reloptions,
    exists (select from pg_attribute as a where a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped) as is_owned
from pg_class as c
inner join pg_namespace as n on n.oid = c.relnamespace
where n.nspname in ('staging_raw', 'core', 'definitions', 'mart', 'ops', 'app', 'api', 'sqp')
    and c.relkind in ('r', 'p', 'v', 'm', 'f');
create temp view policies as
select p.polrelid as oid, r.name as relation, p.polname::text as name, p.polpermissive, p.polcmd, pg_get_expr(p.polqual, p.polrelid) as condition,
    (select array_agg(case x.oid when 0 then 'public' else x.oid::regrole::text end order by 1) from unnest(p.polroles) as x (oid)) as roles
from pg_policy as p
inner join relations as r on r.oid = p.polrelid;
create temp view readable as
select r.*, (select e.reason from expected as e where r.name = any (regexp_split_to_array(e.relations, '\s+'))) as reason
from relations as r
where has_any_column_privilege('tenant_reader', r.oid, 'select');

select set_eq(
    'select r.name from readable as r', $$select regexp_split_to_table(e.relations, '\s+') from expected as e$$,
    'a tenant''s login reads only the listed relations'
);
select set_eq(
    $$
        select p.relation from policies as p
        where p.relation ~ '^mart' and not p.polpermissive and p.name = 'tenant_sees_its_own' and 'tenant_reader' = any (p.roles) and p.condition ~ 'visible_'
    $$,
    $$select r.name from readable as r where r.relrowsecurity and r.reason = 'rows by policy'$$,
    'the policies of its tables are restrictive, whatever other roles it has'
);
select is_empty($$select r.name from readable as r where r.reason = 'rows by policy' and not r.relrowsecurity$$, 'its tables have row-level security');
select is_empty(
    $$
        select r.name from readable as r
        where r.reason = 'a view with the rights of the caller' and not coalesce('security_invoker=true' = any (r.reloptions), false)
    $$,
    'views of it read with the rights of the caller'
);
select is_empty(
    $$
        select r.name from readable as r
        where (r.reason = 'a view with the rights of mart_owner') <> (r.relowner = 'mart_owner'::regrole)
    $$,
    'others with those of mart_owner, which row-level security restricts'
);
select set_eq(
    $$
        select r.name from relations as r
        where r.relkind in ('r', 'p') and has_any_column_privilege('mart_owner', r.oid, 'select')
            and not exists (
                select from policies as p
                where p.oid = r.oid and not p.polpermissive and 'mart_owner' = any (p.roles)
            )
    $$,
    -- The marts among them stand in views beside a restricted table.
    array['core.marketplaces', 'core.bestseller_lists', 'core.categories', 'core.ingest_runs', 'mart.score_weights', 'mart.product_latest', 'mart.product_days'],
    'in every table but these'
);
select is_empty(
    $$
        select r.name from readable as r
        where r.relkind = 'm' or r.reason = 'the same for everybody' and r.is_owned
            or r.reason = 'filters by the tenant itself' and pg_get_viewdef(r.oid) !~ 'SELECT app\.current_tenant\(\)|mart\.visible_pairs'
    $$,
    'none of it is a materialized view, and relations without a policy have no tenant or filter by it'
);
select is_empty(
    $$
        select r.name from relations as r
        where r.is_owned and r.relkind in ('r', 'p') and not (r.relrowsecurity and r.relforcerowsecurity)
    $$,
    'every table with a tenant has row-level security, also for its owner'
);
select set_eq(
    $$
        select r.name as relation, p.name, p.roles, p.condition
        from relations as r
        left join policies as p on p.oid = r.oid and p.name not in ('readers_see_all', 'tenant_sees_its_own')
        where r.is_owned and r.relkind in ('r', 'p')
    $$,
    $$
        select r.name as relation, p.name, p.roles, p.condition
        from relations as r
        cross join (
            values
                ('tenant_isolation', array['public'::text], '(tenant_id = ( SELECT app.current_tenant() AS current_tenant))'),
                ('owner_sees_all', array['asinmart_owner'], 'true'),
                ('admin_reads_all', array['asinmart_admin'], 'true')
        ) as p (name, roles, condition)
        where r.is_owned and r.relkind in ('r', 'p') and (r.name <> 'app.tenant_roles' or p.name <> 'tenant_isolation')
    $$,
    'its policy shows only rows of the session''s tenant, except to owner and admin; only the owner reads the tenants of roles'
);
select is_empty(
    $$
        select p.relation, p.name, p.roles, p.condition from policies as p
        where p.condition is null or p.polpermissive is distinct from (p.name <> 'tenant_sees_its_own')
            or p.name in ('readers_see_all', 'tenant_sees_its_own') and exists (select from relations as r where r.oid = p.oid and r.is_owned)
                and (p.roles <> array['mart_owner'] or p.polcmd <> 'r')
    $$,
    'rows of other tenants are shown by views of mart alone'
);
select is_empty(
    $$select p.relation, p.name from policies as p where obj_description((select y.oid from pg_policy as y where y.polrelid = p.oid and y.polname = p.name), 'pg_policy') is null$$,
    'every policy has a comment'
);
select is_empty(
    $$select r.name from relations as r where not r.is_owned and r.relforcerowsecurity$$,
    'the policies of facts and marts do not apply to the owner, which maintains them'
);
select set_eq(
    $$
        select p.relation, p.condition from policies as p
        where p.name = 'readers_see_all' and p.polpermissive and p.roles = array['public'] and p.polcmd = '*'
    $$,
    $$select r.name, 'true' from relations as r where r.relrowsecurity and not r.is_owned$$,
    'for other roles their condition is constant and costs nothing'
);
select results_eq(
    $$
        select p.provolatile::text, p.proparallel::text from pg_proc as p where p.oid = 'app.current_tenant()'::regprocedure
    $$,
    $$values ('s', 's')$$, 'the tenant is computed once a query, which may run in parallel'
);
select set_eq(
    $$
        select i.indexrelid::regclass::text from pg_index as i
        inner join relations as r on r.oid = i.indrelid and r.is_owned
        where i.indisunique
            and not exists (
                select from pg_attribute as a
                where a.attrelid = i.indrelid and a.attname = 'tenant_id' and a.attnum = any ((i.indkey::smallint[])[0:i.indnkeyatts - 1])
            )
    $$,
    $$select a.what from across_tenants as a where a.what !~ ' -> '$$,
    'unique keys include the tenant: no error reveals another tenant''s row'
);
select set_eq(
    $$
        select k.conrelid::regclass || ' -> ' || k.confrelid::regclass
        from pg_constraint as k
        inner join relations as r on r.oid = k.conrelid and r.is_owned
        inner join relations as t on t.oid = k.confrelid and t.is_owned
        where k.contype = 'f' and k.conparentid = 0
            and not exists (
                select from pg_attribute as a where a.attrelid = k.conrelid and a.attname = 'tenant_id' and a.attnum = any (k.conkey)
            )
    $$,
    $$select a.what from across_tenants as a where a.what ~ ' -> '$$,
    'foreign keys include the tenant: one to another tenant''s row fails like one to a missing row'
);
select is_empty(
    $$
        select r.name from relations as r
        inner join pg_constraint as k on k.conrelid = r.oid and k.contype = 'f' and k.confrelid = 'app.tenants'::regclass
        where k.confdeltype <> 'c'
        union all
        select r.name from relations as r
        where r.is_owned and r.relkind in ('r', 'p') and r.name not in ('app.tenants', 'app.api_usage_logs')
            -- By triggers: db/tests/app/tg_tenants__delete_alerts.sql.
            and r.name not in ('core.alerts', 'core.alert_suppressions', 'core.alert_states', 'sqp.search_query_performance', 'sqp.search_query_history',
                'sqp.report_disagreements', 'ops.dirty_brand_products', 'ops.dirty_brands', 'sqp.search_terms', 'sqp.keyword_counts', 'sqp.replaced_rows', 'sqp.rate_disagreements')
            and not exists (select from pg_constraint as k where k.conrelid = r.oid and k.contype = 'f' and k.confrelid = 'app.tenants'::regclass)
    $$,
    'deleting a tenant deletes its rows'
);

select * from finish();
rollback;

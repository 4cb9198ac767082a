-- A table that is in no topic, or gone, is found by the test of this function.
create or replace function ops.er_markdown()
returns text
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select
        E'# Tables and how they belong together\n\n'
        || E'Generated from the catalog by `select ops.er_markdown()`, one diagram a topic. A solid line is a foreign key. A dotted line\n'
        || E'says by which columns a table without a foreign key joins. `PK` is the primary key, `FK` a column of a foreign key. A wide\n'
        || E'table shows its keys and its first other columns; `\\d+` has all, with comments. What analysts read is described in the\n'
        || E'[data dictionary](data-dictionary.md).\n'
        || string_agg(format(E'\n## %s\n\n%s\n\n```mermaid\n%s```\n', t.title, t.text, ops.er_diagram(t.tables)), '' order by t.place)
    from (
        values
            (1, 'Arrival', 'What arrived, what became of it, and what was asked for.',
                '{core.ingest_runs, staging_raw.raw_events, staging_raw.rejected_events, ops.run_readings, ops.fetches, ops.sources,
                ops.replays, ops.replayed_runs}'::text[]),
            (2, 'Products and observations', 'Each observation, and what is computed from it.',
                '{core.marketplaces, core.marketplace_names, core.products, core.product_snapshots, core.product_metrics_daily,
                mart.product_latest, mart.product_days, mart.dim_date, ops.product_versions}'),
            (3, 'Listings, lists and reviews', 'What a page says beside its price.',
                '{core.products, core.product_features, core.product_feature_values, core.listing_changes, core.reviews, core.categories,
                core.bestseller_lists, core.bestseller_snapshots}'),
            (4, 'Competition', 'Who is compared with whom, and the gaps of each day.',
                '{core.products, core.competitor_links, core.competitive_groups, core.competitive_group_members,
                mart.competitor_comparison_daily, mart.score_weights, app.tenant_score_weights, definitions.mv_category_benchmarks}'),
            (5, 'Reports and recommendations', 'Versions of what was said about a main product.',
                '{core.competition_reports, core.report_prose, core.report_requests, ops.report_checks, core.recommendations,
                core.recommendation_actions, core.action_outcomes, core.recommendation_checks}'),
            (6, 'Alerts', 'Rules, what they found, and the messages about it.',
                '{core.competitive_groups, core.alert_rules, core.alerts, core.alert_suppressions, core.alert_states,
                core.alert_rule_channels, app.notification_channels, core.notifications, ops.dirty_rules, ops.alert_totals,
                ops.notification_totals}'),
            (7, 'Search performance', 'Search Query Performance of a tenant''s brands.',
                '{core.brands, core.brand_terms, core.asin_brand_mapping, sqp.asin_performance_data, sqp.search_query_performance,
                sqp.search_query_history, sqp.report_disagreements, sqp.brand_performance_data, sqp.brand_search_performance,
                sqp.brand_report_disagreements, sqp.brand_product_segments, sqp.report_requests}'),
            (8, 'Other reports of sellers', 'Each is replaced as a whole; its key is the tenant, the period and what the row is about.',
                '{sqp.reported_periods, sqp.search_catalog_performance, sqp.search_terms, sqp.keyword_counts, sqp.sales_and_traffic,
                sqp.sales_and_traffic_by_asin, sqp.rate_disagreements, sqp.replaced_rows}'),
            (9, 'Tenants and access', 'Whose rows they are, and who may ask for them.',
                '{app.tenants, app.users, app.user_settings, app.api_keys, app.api_usage_logs, app.idempotency_keys, app.tenant_roles,
                app.tracked_products, app.spapi_credentials, app.spapi_secrets}'),
            (10, 'Operations', 'The schedule and its ledgers, checks, and what caches are told.',
                '{ops.jobs, ops.job_runs, ops.heartbeats, ops.settings, ops.instance, ops.quality_checks, ops.audit_results,
                ops.refresh_log, ops.cache_invalidations, ops.task_failures, ops.queue_migrations}'),
            (11, 'Partitions, archives and backups', 'How long rows are kept, and where they are when they are gone.',
                '{ops.partition_policies, ops.retention_log, ops.archives, ops.backups, ops.backup_results}'),
            (12, 'Changes that wait for the next refresh', 'Noted by triggers, taken by the promotion.',
                '{ops.promotion_lock, ops.dirty_days, ops.dirty_products, ops.dirty_pairs, ops.dirty_features, ops.dirty_brands,
                ops.dirty_brand_products}'),
            (13, 'Words and names', 'How texts of sources are read. Administrators add rows.',
                '{ops.column_names, staging_raw.report_columns, staging_raw.phrases, core.feature_names, core.feature_rules,
                core.feature_units, core.prose_words}')
    ) as t (place, title, text, tables);
$$;
comment on function ops.er_markdown() is 'Diagrams of all tables by topic as Markdown, as in docs/er-diagram.md.';
grant execute on function ops.er_markdown() to asinmart_admin;

-- The rights of each role on every relation and function.
begin;
set local search_path to extensions, public;
\ir support/load_run.psql
select plan(37);

-- A new relation or function with grants makes the first or second list wrong: add it here with its roles.
-- Readers of all columns; readers of some columns, through views only; relations. asinmart_admin reads everything.
create temp table expected (readers text, partial_readers text, relations text);
insert into expected values
    ('', 'mart_owner', 'app.tenants'),
    ('', '', 'core.marketplace_names app.api_keys app.api_usage_logs app.tenant_roles app.user_settings app.users core.alert_states core.prose_words core.report_prose
        core.recommendation_checks
        definitions.mv_category_benchmarks ops.alert_totals ops.archived_partitions ops.archives ops.audit_results ops.archiver ops.backup_results ops.backups ops.blocked_sessions ops.connection_usage ops.database_status ops.index_usage ops.long_transactions ops.table_sizes ops.vacuum_status
        ops.dirty_days ops.dirty_pairs ops.dirty_products ops.dirty_rules ops.fetches ops.instance ops.lineage ops.lineage_inputs ops.lineage_keys ops.notification_totals ops.partition_policies ops.promotion_lock
        ops.quality_checks ops.queue_migrations ops.refresh_log ops.replayed_runs ops.replays ops.retention_log ops.sources
        app.spapi_secrets ops.report_checks ops.task_executions ops.task_failures ops.dirty_brand_products ops.dirty_brands sqp.replaced_rows staging_raw.phrases
        core.feature_names core.feature_rules core.feature_units ops.dirty_features
        staging_raw.report_columns'),
    ('asinmart_loader', '', 'ops.run_readings staging_raw.raw_events staging_raw.rejected_events ops.column_names ops.replay_progress'),
    ('asinmart_loader asinmart_api', '', 'ops.settings ops.job_health ops.pipeline_status'),
    ('asinmart_loader asinmart_api mart_owner', '', 'core.ingest_runs'),
    ('asinmart_loader asinmart_api asinmart_worker mart_owner', '', 'core.marketplaces'),
    ('', 'asinmart_api', 'app.notification_channels'),
    ('asinmart_api', '', 'app.idempotency_keys core.alert_rule_channels core.alert_suppressions
        core.notifications core.comparison_pairs core.compared_pairs core.competitor_pairs core.competitor_scores_daily core.competitor_sensitivity core.competitor_trends core.product_summary ops.cache_invalidations ops.data_quality ops.heartbeats
        ops.job_runs ops.jobs ops.product_versions ops.refresh_status public.schema_version'),
    ('asinmart_api mart_owner', '', 'app.tenant_score_weights app.tracked_products core.competition_reports core.report_requests core.recommendations core.recommendation_actions core.action_outcomes core.alert_rules core.alerts core.product_features core.products
        core.product_metrics_daily core.competitor_links core.competitive_groups core.competitive_group_members'),
    ('mart_owner', '', 'core.bestseller_snapshots core.product_snapshots core.reviews app.spapi_credentials sqp.report_requests
        core.bestseller_lists core.categories core.listing_changes core.product_feature_values'),
    ('asinmart_api mart_owner', '', 'core.brands core.asin_brand_mapping sqp.asin_performance_data sqp.search_query_performance
        sqp.report_disagreements sqp.brand_product_segments sqp.brand_period_reports sqp.brand_query_totals sqp.coverage core.brand_terms
        sqp.keyword_counts sqp.rate_disagreements sqp.reported_periods sqp.sales_and_traffic sqp.sales_and_traffic_by_asin
        sqp.search_catalog_performance sqp.search_terms sqp.brand_performance_data sqp.brand_search_performance
        sqp.brand_report_disagreements sqp.brand_view_differences'),
    ('mart_owner', '', 'sqp.search_query_history'),
    ('asinmart_api mart_reader', '', 'mart.category_benchmarks mart.data_freshness mart.materialized_view_refresh_log'),
    ('asinmart_api mart_reader mart_owner', '', 'mart.runs'),
    ('tenant_reader mart_owner', '', 'mart.visible_pairs mart.visible_products'),
    ('asinmart_api mart_reader tenant_reader', '', 'mart.data_dictionary mart.dim_date mart.mv_product_latest'),
    ('asinmart_api mart_reader tenant_reader mart_owner', '', 'mart.alerts mart.bestseller_lists mart.bestseller_ranks mart.brand_coverage mart.brand_performance
        mart.categories mart.compared_products mart.competitor_suggestions mart.feature_comparison mart.feature_gaps mart.feature_matrix
        mart.listing_changes mart.listing_content mart.product_feature_values
        mart.brand_performance_enhanced mart.brand_product_segments mart.brand_queries mart.brand_query_products mart.brand_query_reconciliation mart.brand_query_versions mart.brands
        mart.product_week mart.competition_reports mart.competitive_groups mart.competitor_sensitivity mart.competitor_trends mart.offer_history
        mart.report_claims mart.report_sentences mart.peer_benchmarks mart.recommendations mart.recommendation_actions mart.recommendation_claims
        mart.action_outcomes
        mart.competitor_comparison mart.competitor_comparison_daily mart.competitor_pairs mart.competitor_scores_daily
        mart.keyword_counts mart.marketplaces mart.missing_days mart.observations mart.product_daily mart.product_features mart.product_latest
        mart.product_days mart.product_metrics mart.product_metrics_delta_daily mart.product_metrics_rollup mart.product_summary mart.products mart.review_months mart.review_summary
        mart.review_words mart.reviews mart.running_week_shares mart.sales_and_traffic
        mart.sales_and_traffic_by_asin mart.score_weights mart.search_catalog_performance mart.search_terms mart.tracked_products');
-- What is written by others than the owner.
create temp table expected_writes (role text, privilege text, relations text);
insert into expected_writes values
    ('asinmart_loader', 'insert', 'staging_raw.raw_events staging_raw.rejected_events'),
    ('asinmart_worker', 'insert', 'staging_raw.raw_events staging_raw.rejected_events'),
    ('asinmart_api', 'insert', 'app.idempotency_keys app.notification_channels app.tenant_score_weights core.report_requests app.tracked_products core.alert_rule_channels core.alert_rules
        core.asin_brand_mapping core.brand_terms core.brands core.competitive_group_members core.competitive_groups core.competitor_links'),
    ('asinmart_api', 'update', 'core.recommendation_actions app.idempotency_keys app.notification_channels app.tenant_score_weights app.tracked_products core.alert_rules core.alerts
        core.asin_brand_mapping core.brand_terms core.brands core.competitive_group_members core.competitive_groups'),
    ('asinmart_api', 'delete', 'app.idempotency_keys app.notification_channels app.tenant_score_weights app.tracked_products core.alert_rule_channels core.alert_rules
        core.brand_terms core.competitive_group_members core.competitive_groups core.competitor_links'),
    ('mart_reader', 'references', 'mart.competitor_comparison_daily mart.dim_date mart.product_days mart.product_latest
        mart.score_weights'),
    ('tenant_reader', 'references', 'mart.competitor_comparison_daily mart.dim_date mart.product_days mart.product_latest
        mart.score_weights'),
    ('asinmart_admin', 'insert', 'core.feature_names core.feature_rules core.feature_units core.marketplace_names ops.column_names staging_raw.report_columns'),
    ('asinmart_admin', 'delete', 'core.feature_names core.feature_rules core.feature_units core.marketplace_names ops.column_names staging_raw.report_columns'),
    ('asinmart_admin', 'update', 'core.feature_names core.feature_rules core.feature_units core.marketplaces core.marketplace_names ops.column_names ops.settings ops.partition_policies staging_raw.report_columns'),
    -- Of the tenant in app.tenant_id alone.
    ('asinmart_admin', 'insert', 'core.alert_rules core.alert_rule_channels'),
    ('asinmart_admin', 'update', 'core.alert_rules app.tenants'),
    ('asinmart_admin', 'delete', 'core.alert_rules core.alert_rule_channels');
-- Who calls what, in schema and name, for signatures change.
create temp table expected_calls (roles text, functions text);
insert into expected_calls values
    ('public', 'app.current_tenant app.mart_tenants app.reads_as_tenant'),
    ('asinmart_monitor', 'ops.open_transactions ops.orphaned_jobs'),
    ('asinmart_loader asinmart_worker', 'staging_raw.store_texts'),
    ('mart_reader tenant_reader asinmart_api asinmart_admin', 'mart.diff_reports mart.explain mart.explain_row mart.explain_statement mart.get_product_segment_metadata mart.brand_queries_known_at'),
    ('mart_reader tenant_reader mart_owner asinmart_api asinmart_admin', 'sqp.wanted_periods'),
    ('asinmart_loader asinmart_admin', 'ops.preview_run ops.promote_next ops.replay ops.replay_run ops.replayable_runs ops.report_document ops.run_rejects'),
    ('asinmart_loader asinmart_worker asinmart_admin', 'ops.start_run ops.land_run ops.promote_run'),
    ('asinmart_loader asinmart_api asinmart_admin', 'ops.doctor'),
    ('asinmart_api', 'app.find_api_key app.find_tenant app.note_api_key_use api.act_as api.add_group_member
        api.alert api.alert_item api.alert_rule api.alert_rule_item api.alert_rules api.alert_suppressions
        api.alerts api.answer api.backtest_alert_rule api.brand api.brand_coverage api.brand_item api.brand_performance api.brand_queries
        api.brand_query_changes
        api.brand_query_products
        api.brand_segment_metadata api.brand_segments api.brands api.categories api.check_brand api.check_match api.claim_idempotency_key api.competition_report api.competition_report_json api.competition_reports api.competitions api.competitive_group
        api.check_product api.competitive_group_item api.competitive_groups api.competitor_links api.competitor_suggestions api.create_alert_rule
        api.create_competitive_group api.create_notification_channel api.csv_cell api.data_freshness
        api.data_version api.delete_alert_rule api.find_report api.refresh_report api.report_differences api.report_document
        api.report_job api.report_job_item api.score_weights api.set_score_weights api.delete_competitive_group api.delete_notification_channel
        definitions.share_interval
        api.compared_products api.competition_matrix api.matrix_columns
        api.explain
        api.gap_rows api.health api.invalidations_after api.lines api.link_competitor api.log_calls api.mark_alert api.marketplaces api.matching_products api.metrics
        api.notification_channel api.notification_channel_item api.notification_channels api.notifications
        api.oldest_invalidation api.product api.product_deltas api.product_failed_days api.product_metrics api.product_parts api.product_review_summary api.product_reviews api.product_rollups api.products
        api.portfolio
        api.products_statement api.put_tracked_products api.query_filter api.readiness api.refuse_write api.release_idempotency_key api.remove_group_member api.run
        api.run_item api.runs api.search_words api.set_rule_channels api.settle_idempotency_key api.track_product api.track_products
        api.tracked_product api.tracked_product_item api.tracked_products api.unlink_competitor api.untrack_product
        api.update_alert_rule api.update_competitive_group api.update_notification_channel'),
    ('asinmart_api', 'api.report_anchor api.report_blocks api.report_chart_html api.report_chart_markdown api.report_chart_svg
        api.report_chart_values api.report_days api.report_evidence_html api.report_evidence_markdown api.report_facts
        api.report_feature_matrix api.report_height api.report_html api.report_html_escape api.report_key_figures
        api.report_labels api.report_lines api.report_lists api.report_sides api.report_figure api.report_markdown api.report_markdown_escape api.report_matrix
        api.report_matrix_html api.report_matrix_markdown api.report_metrics api.report_points api.report_products
        api.report_scale api.report_sections api.report_sentences api.report_short_text api.report_sparkline
        api.report_style api.report_style_charts api.report_style_media api.report_warning'),
    ('asinmart_api', 'api.recommendation api.recommendation_action api.recommendation_action_item api.refresh_recommendation api.update_recommendation_action core.refresh_recommendation'),
    ('asinmart_api', 'api.coverage_days api.operations api.rejects api.replay_rejects api.search_report_quota'),
    ('asinmart_admin', 'core.refresh_recommendations'),
    ('asinmart_api asinmart_admin', 'ops.backtest_rule'),
    ('asinmart_worker', 'ops.beat_worker ops.claim_notification ops.note_fetch_run ops.note_task_failure ops.requeue_notifications
        ops.settle_fetch ops.settle_notification ops.settle_report_prose ops.settle_search_report ops.start_fetch ops.start_report_prose ops.start_search_report'),
    ('asinmart_worker asinmart_admin', 'ops.checksum_rows ops.note_archive_error ops.note_export ops.read_archive ops.rescue_tasks ops.start_archive ops.verify_archive'),
    ('asinmart_admin', 'ops.add_marketplace'),
    ('asinmart_admin', 'app.create_api_key app.create_tenant app.create_tenant_role app.drop_spapi_credential app.drop_tenant_role app.revoke_api_key
        app.set_spapi_credential app.switch_spapi_credential
        ops.analyze_partitioned ops.apply_retention ops.archive_work ops.audit ops.audit_marts ops.audit_reports ops.audit_sample ops.check_data_quality
        ops.claim_instance ops.dictionary_markdown ops.dismiss_rejects ops.enqueue ops.ensure_partitions ops.fetch_health_sample
        ops.fetch_products ops.finish_job ops.finish_restore ops.generate_reports ops.list_tasks ops.mart_months ops.overdue_jobs ops.pause_job ops.plan_archives ops.plan_search_reports ops.promote_pending ops.reattach_partition
        ops.rebuild_marts ops.rebuild_slice ops.refresh_benchmarks ops.refresh_dirty ops.reschedule_job ops.resolve_audits ops.restore_rows ops.start_restore ops.resume_job ops.retention_plan
        ops.retry_task ops.rotate_history ops.run_job ops.run_overdue_jobs ops.send_alert_digests ops.setting ops.start_job ops.watchdog ops.record_backups ops.wal_segment_number ops.er_diagram ops.er_markdown');

create temp view roles as
select r.oid, r.rolname::text as name, r.rolsuper, r.rolcreaterole, r.rolcreatedb, r.rolbypassrls, r.rolreplication
from pg_roles as r
where r.rolname in ('asinmart_loader', 'asinmart_api', 'asinmart_worker', 'mart_reader', 'tenant_reader', 'mart_owner', 'asinmart_monitor', 'asinmart_admin');
create temp view relations as
select c.oid, n.nspname || '.' || c.relname as name, c.relkind, c.relowner, n.nspname::text as schema_name
from pg_class as c
inner join pg_namespace as n on n.oid = c.relnamespace
where n.nspname in ('staging_raw', 'core', 'definitions', 'mart', 'ops', 'app', 'api', 'sqp', 'partitions', 'public');
create temp view functions as
select p.oid, n.nspname || '.' || p.proname as name, p.proacl
from pg_proc as p
inner join pg_namespace as n on n.oid = p.pronamespace
where n.nspname in ('staging_raw', 'core', 'definitions', 'mart', 'ops', 'app', 'api', 'accounts', 'sqp', 'partitions');

select set_eq(
    $$
        select r.name, string_agg(o.name, ' ' order by o.name) filter (where has_table_privilege(o.oid, r.oid, 'select')) as readers,
            string_agg(o.name, ' ' order by o.name) filter (where not has_table_privilege(o.oid, r.oid, 'select')) as partial_readers
        from relations as r
        left join roles as o on o.name <> 'asinmart_admin' and has_any_column_privilege(o.oid, r.oid, 'select')
        where r.relkind in ('r', 'p', 'v', 'm', 'f') and r.schema_name <> 'partitions'
        group by r.name
    $$,
    $$
        select x.relation, x.readers, x.partial_readers
        from (
            select
                regexp_split_to_table(e.relations, '\s+') as relation,
                (select string_agg(n, ' ' order by n) from regexp_split_to_table(nullif(e.readers, ''), ' ') as n) as readers,
                nullif(e.partial_readers, '') as partial_readers
            from expected as e
        ) as x
    $$,
    'each relation is read by the listed roles only'
);
select set_eq(
    $$
        select f.name, string_agg(g.name, ' ' order by g.name)
        from functions as f
        inner join (select o.oid, o.name from roles as o union all select 0, 'public') as g
            on exists (
                select from aclexplode(f.proacl) as a where a.grantee = g.oid and a.privilege_type = 'EXECUTE'
            ) or f.proacl is null
        group by f.name
    $$,
    $$
        select regexp_split_to_table(e.functions, '\s+'), (select string_agg(n, ' ' order by n) from regexp_split_to_table(e.roles, ' ') as n)
        from expected_calls as e
    $$,
    'each function is called by the listed roles only'
);
select set_eq(
    $$
        select o.name as role, p.privilege, r.name
        from relations as r
        cross join roles as o
        cross join (values ('insert'), ('update'), ('references')) as p (privilege)
        where r.relkind in ('r', 'p', 'v', 'm', 'f') and has_any_column_privilege(o.oid, r.oid, p.privilege) and r.relowner <> o.oid
        union all
        select o.name, p.privilege, r.name
        from relations as r
        cross join roles as o
        cross join (values ('delete'), ('truncate'), ('trigger')) as p (privilege)
        where r.relkind in ('r', 'p', 'v', 'm', 'f') and has_table_privilege(o.oid, r.oid, p.privilege) and r.relowner <> o.oid
    $$,
    $$select e.role, e.privilege, regexp_split_to_table(e.relations, '\s+') from expected_writes as e$$,
    'each relation is written by the listed roles only'
);
select is_empty(
    $$
        select r.name, o.name from relations as r cross join roles as o
        where r.schema_name = 'partitions' and r.relkind in ('r', 'p') and o.name <> 'asinmart_admin'
            and has_any_column_privilege(o.oid, r.oid, 'select, insert, update, references')
    $$,
    'partitions, to which row-level security of the parent does not apply, are read by an admin only'
);
select is_empty(
    $$
        select r.name, o.name from relations as r cross join roles as o
        where r.relkind = 'S' and o.name <> 'asinmart_admin' and has_sequence_privilege(o.oid, r.oid, 'usage, select, update')
    $$,
    'sequences, which count for all tenants, are read by an admin only'
);
select is_empty(
    $$
        select r.name from relations as r
        where r.relkind in ('r', 'p', 'v', 'm', 'f') and r.schema_name <> 'public' and not has_table_privilege('asinmart_admin', r.oid, 'select')
            and r.name <> 'app.spapi_secrets'
    $$,
    'an admin reads everything but the secrets of sellers'
);
select set_eq(
    $$
        select o.name, string_agg(n.nspname, ' ' order by n.nspname)
        from roles as o
        inner join pg_namespace as n on n.nspname in ('staging_raw', 'core', 'definitions', 'mart', 'ops', 'app', 'api', 'sqp', 'partitions')
            and has_schema_privilege(o.oid, n.oid, 'usage')
        group by o.name
    $$,
    $$
        values
            ('asinmart_admin', 'api app core definitions mart ops partitions sqp staging_raw'), ('asinmart_api', 'api app core definitions mart ops sqp'),
            ('asinmart_loader', 'core ops staging_raw'), ('asinmart_worker', 'app core mart ops staging_raw'),
            ('asinmart_monitor', 'ops'), ('mart_owner', 'app core mart sqp'), ('mart_reader', 'mart'), ('tenant_reader', 'mart')
    $$,
    'readers of mart have no other schema: they read core only through mart'
);
select is_empty(
    $$
        select o.name, n.nspname from roles as o
        inner join pg_namespace as n on n.nspname in ('staging_raw', 'core', 'definitions', 'mart', 'ops', 'app', 'api', 'sqp', 'partitions', 'public')
        where has_schema_privilege(o.oid, n.oid, 'create') and not (o.name = 'mart_owner' and n.nspname in ('mart', 'sqp'))
            and not (o.name = 'asinmart_monitor' and n.nspname = 'ops')
    $$,
    'none of them makes tables or functions, but for the owners of views and of what the doctor asks, which have no login'
);
select is_empty(
    $$select o.name from roles as o where o.rolsuper or o.rolcreaterole or o.rolcreatedb or o.rolbypassrls or o.rolreplication$$,
    'no role has powers over the server or bypasses row-level security'
);
select set_eq(
    $$
        select o.name, m.roleid::regrole::text from roles as o inner join pg_auth_members as m on m.member = o.oid
        where m.roleid::regrole::text !~ '^tap_'
    $$,
    $$
        values ('asinmart_admin', 'pg_read_all_stats'), ('asinmart_admin', 'pg_signal_backend'), ('asinmart_monitor', 'pg_read_all_stats')
    $$,
    'no role is a member of another, but an admin sees and ends sessions of all logins, and the doctor''s role sees them'
);
select set_eq(
    $$select unnest(s.setconfig) from pg_db_role_setting as s where s.setrole = 'mart_reader'::regrole and s.setdatabase = 0$$,
    array['default_transaction_read_only=on', 'idle_in_transaction_session_timeout=60s', 'search_path=mart', 'statement_timeout=60s'],
    'a reader of mart starts read-only, in mart, with limits'
);

-- The same rights, exercised.
set local role asinmart_loader;
select pg_temp.land_run('r1', array[pg_temp.observed('B0TESTA001', '2025-03-10', '{"price": 1, "title": "One"}'), pg_temp.observed('B0TESTA001', '2025-03-11', '{"price": 2}')]);
select is((pg_temp.promote('r1')).status, 'SUCCESS', 'a loader loads a whole batch');
select throws_ok('select 1 from core.products', '42501', null, 'a loader cannot read products');
select throws_ok('select 1 from mart.product_latest', '42501', null, 'a loader cannot read marts');
select throws_ok($$update core.ingest_runs set status = 'SUCCESS'$$, '42501', null, 'a loader cannot write the ledger');
select throws_ok('delete from staging_raw.rejected_events', '42501', null, 'a loader cannot delete rejects');
select throws_ok($$update ops.settings set value = '1'$$, '42501', null, 'a loader cannot raise a limit');
select throws_ok('select ops.refresh_dirty()', '42501', null, 'a loader cannot refresh');
select throws_ok('select ops.lock_promotion(false)', '42501', null, 'a loader cannot take the promotion lock');
select throws_ok('lock table ops.promotion_lock in row share mode', '42501', null, 'nor lock the table in another mode');

set local role mart_reader;
select is((select l.price from mart.product_latest as l where l.asin = 'B0TESTA001'), 2::numeric, 'a reader of mart reads the loaded data');
select is((select s.title from mart.product_summary as s where s.asin = 'B0TESTA001'), 'One', 'it reads a view over core');
select throws_ok('select 1 from core.products', '42501', null, 'it cannot read core');
select throws_ok('select 1 from staging_raw.raw_events', '42501', null, 'it cannot read staging');
select throws_ok('select 1 from partitions.product_days_2025_03', '42501', null, 'it cannot read a partition');
select throws_ok('delete from mart.product_latest', '42501', null, 'it cannot write');
select throws_ok($$select * from definitions.product_latest()$$, '42501', null, 'it cannot refresh');

set local role asinmart_api;
select isnt_empty($$select 1 from api.product('B0TESTA001', 'US', '24 hours')$$, 'the API can answer');
select throws_ok('select 1 from staging_raw.raw_events', '42501', null, 'the API cannot read raw items');
select throws_ok('select 1 from app.tenants', '42501', null, 'the API cannot read tenants');
select throws_ok($$update core.products set title = 'x'$$, '42501', null, 'the API cannot write facts');
select throws_ok($$insert into ops.cache_invalidations (product_keys, pair_keys) values ('{}', '{}')$$, '42501', null, 'the API cannot write invalidations');
select is_empty('select 1 from core.alerts', 'without a tenant the API sees no alerts');

set local role asinmart_admin;
select is_empty($$select 1 from core.products as p where p.asin = 'B0TESTA009'$$, 'an admin can read');
select lives_ok($$update ops.partition_policies set retain = '3 years', premake = '2 months', drop_after = '30 days', is_active = true where parent = 'core.alerts'$$, 'an admin can change retention');
select throws_ok($$update ops.partition_policies set horizon = '2020-01-01'$$, '42501', null, 'an admin cannot change the horizon');
select throws_ok($$delete from ops.retention_log$$, '42501', null, 'an admin cannot change the ledger of retention');

select * from finish();
rollback;

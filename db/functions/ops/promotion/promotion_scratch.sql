-- The temporary tables of one promotion, empty: created once a session, emptied at each commit. Temporary tables need
-- no WAL and no vacuum, and a long pg_dump cannot lock them. The comment at each table is a register: what a row is,
-- which functions write it, which read it. db/tests/scratch_tables.sql compares it with the functions.
-- Raises AM403 when the caller has created a table of such a name: a definer function must not run the triggers on it.
create or replace function ops.promotion_scratch()
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
    v_foreign name;
begin
    select c.relname into v_foreign
    from pg_catalog.pg_class as c
    where c.relnamespace = pg_my_temp_schema()
        and c.relname in (
            'observations', 'changed_days', 'changed_pairs', 'changed_products', 'changed_lists', 'refreshed_days', 'day_values', 'day_rows',
            'withdrawn_observations',
            'search_query_rows', 'search_reports', 'reported_queries', 'changed_reports', 'changed_segments', 'seller_report_rows', 'seller_reports', 'review_rows', 'changed_features',
            'evaluated_rules', 'watched_changes', 'rule_days', 'rule_changes', 'rule_matches', 'rule_history', 'rule_states', 'raised_alerts'
        )
        and c.relowner <> current_user::regrole;
    if found then
        raise exception 'this session already has a temporary table %', v_foreign
            using errcode = 'AM403', hint = 'Drop it or use another session.';
    end if;

    if to_regclass('pg_temp.observations') is not null then
        truncate pg_temp.observations, pg_temp.changed_days, pg_temp.changed_pairs,
            pg_temp.changed_products, pg_temp.changed_features, pg_temp.changed_lists, pg_temp.refreshed_days, pg_temp.day_values,
            pg_temp.day_rows, pg_temp.withdrawn_observations,
            pg_temp.evaluated_rules, pg_temp.watched_changes, pg_temp.rule_days, pg_temp.rule_changes, pg_temp.rule_matches,
            pg_temp.rule_history, pg_temp.rule_states, pg_temp.raised_alerts,
            pg_temp.search_query_rows, pg_temp.search_reports, pg_temp.reported_queries, pg_temp.changed_reports,
            pg_temp.changed_segments, pg_temp.seller_report_rows, pg_temp.seller_reports, pg_temp.review_rows;
        return;
    end if;
    -- A row: one observation that a slice offers: an item, or one element of an item that is a list. reject_code is
    -- null where it is accepted.
    -- Written by staging_raw.adapt_one_by_one, staging_raw.adapt_reports, staging_raw.adapt_reviews,
    -- staging_raw.adapt_run, staging_raw.adapt_statement, staging_raw.reject_too_old, staging_raw.reject_unread_items,
    -- staging_raw.resolve_observations. Read by core.apply_bestsellers, core.apply_categories, core.apply_features,
    -- core.apply_listing_changes, core.apply_observations, core.apply_products, core.refresh_listing_state,
    -- core.withdraw_observations, core.withdraw_reviews, ops.note_readings, ops.preview_run, ops.promote_run,
    -- staging_raw.adapt_run, staging_raw.count_received, staging_raw.reject_observations,
    -- staging_raw.reject_unread_items, staging_raw.resolve_observations.
    create temp table observations (
        raw_event_id bigint,
        item_no integer,
        source text,
        marketplace text,
        date date,
        reject_code text,
        reject_detail text,
        time_from text,
        shop_from text,
        faults text[],
        like staging_raw.observation
    ) on commit delete rows;
    -- A row: a product day to compute again; after core.refresh_product_metrics_daily, one whose daily row did change.
    -- is_new: the day had no daily row before, so no mart has a row of it to look for.
    -- Written by core.apply_observations, core.reconcile_withdrawals, core.refresh_product_metrics_daily,
    -- ops.drain_dirty_days, ops.rebuild_slice. Read by core.apply_observations, core.reconcile_withdrawals,
    -- core.refresh_listing_state, core.refresh_product_metrics_daily, mart.delete_product_days,
    -- mart.find_refreshed_days, mart.refresh_competitor_comparison_daily, mart.refresh_product_days,
    -- mart.refresh_product_latest, ops.announce_changes, ops.drain_dirty_days, ops.refresh_marts.
    create temp table changed_days (
        asin text,
        marketplace text,
        date date,
        is_new boolean not null default false
    ) on commit delete rows;
    -- A row: a competitor pair that was linked or unlinked; its comparisons are computed again.
    -- Written by ops.drain_dirty_pairs, ops.rebuild_slice. Read by mart.refresh_competitor_comparison_daily,
    -- ops.announce_changes.
    create temp table changed_pairs (
        asin_main text,
        asin_comp text,
        marketplace text
    ) on commit delete rows;
    -- A row: a product whose description or data changed, and which caches must drop.
    -- Written by core.apply_products, core.apply_reviews, core.refresh_listing_state, core.withdraw_reviews,
    -- ops.announce_changes, ops.drain_dirty_products, ops.generate_reports, ops.publish_report_prose. Read by
    -- core.apply_reviews, core.refresh_listing_state, core.withdraw_reviews, mart.refresh_product_latest,
    -- ops.announce_changes, ops.drain_dirty_brand_products, ops.drain_dirty_products, ops.generate_reports.
    create temp table changed_products (
        asin text,
        marketplace text
    ) on commit delete rows;
    -- A row: a product whose features are read again, for its bullet points or attributes changed.
    -- Written by ops.drain_dirty_features. Read by core.refresh_feature_values, ops.refresh_marts.
    create temp table changed_features (
        asin text,
        marketplace text
    ) on commit delete rows;
    -- A row: one day of a best-seller list with a changed position.
    -- Written by core.apply_bestsellers, ops.backtest_rule. Read by core.find_list_changes, ops.refresh_marts.
    create temp table changed_lists (
        marketplace text,
        category text,
        date date
    ) on commit delete rows;
    -- A row: an observation that a replay removed because its item no longer gives it.
    -- Written by core.withdraw_observations. Read by core.reconcile_withdrawals, core.refresh_listing_state,
    -- core.withdraw_observations.
    create temp table withdrawn_observations (
        asin text,
        marketplace text,
        scraped_at timestamptz,
        date date,
        status text
    ) on commit delete rows;
    perform ops.product_day_scratch();
    perform ops.report_scratch();
    perform ops.review_scratch();
    perform ops.rule_scratch();
end;
$$;
comment on function ops.promotion_scratch() is 'Creates or empties the temporary tables of a promotion.';

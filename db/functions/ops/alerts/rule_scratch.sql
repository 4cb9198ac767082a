-- The temporary tables in which alert rules are evaluated, in a promotion or a back-test. ops.promotion_scratch calls
-- this once a session and empties the tables afterwards; the register at each table is explained there.
create or replace function ops.rule_scratch()
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
    -- A row: an alert rule to evaluate, as stored or as a back-test changes it. limit_pct and limit_change are the
    -- thresholds that apply: its own or the defaults.
    -- Written by core.load_rule_variant, core.load_rules. Read by core.apply_alert_policy, core.confirm_matches,
    -- core.confirm_persistence, core.correct_alerts, core.evaluate_rule_days, core.find_alerted_days,
    -- core.find_list_changes, core.find_listing_changes, core.find_pair_days, core.find_undercut_changes,
    -- core.has_prior_alerts, core.load_watched_changes, core.match_rules, core.raise_alerts, core.rendered_alerts,
    -- core.rule_products, core.scoped_changes, core.update_alerts, core.write_alerts, core.write_suppressions,
    -- ops.backtest_rule.
    create temp table evaluated_rules (
        like core.alert_rules,
        limit_pct numeric,
        limit_change numeric
    ) on commit delete rows;
    -- A row: a kind of change that at least one rule watches. metric: of an extreme, else the type of the rule. min_pct
    -- and min_change are the lowest thresholds of these rules.
    -- Written by core.confirm_persistence, core.load_watched_changes. Read by core.find_observation_changes,
    -- core.find_window_changes, core.minimum_thresholds.
    create temp table watched_changes (
        change_key text,
        rule_type text,
        metric text,
        compare_with text,
        window_days smallint,
        span smallint,
        min_pct numeric,
        min_change numeric
    ) on commit delete rows;
    -- A row: a product day to evaluate, compared with base_date. span: base_date is the observation that many before
    -- date. is_news: may raise an alert. is_pair_only: evaluated for undercutting alone. is_history: evaluated only to
    -- find out whether a later day is the first of its kind. has_changed: false where nothing changed against base_date
    -- by a minimum threshold; null: not known.
    -- Written by core.confirm_persistence, core.find_alerted_days, core.find_confirmation_bases, core.find_pair_days,
    -- core.find_rule_days, core.raise_alerts, ops.backtest_rule. Read by core.correct_alerts, core.find_alerted_days,
    -- core.find_confirmation_bases, core.find_listing_changes, core.find_observation_changes, core.find_pair_days,
    -- core.find_undercut_changes, core.find_window_changes, core.raise_alerts, core.write_suppressions.
    create temp table rule_days (
        asin text,
        marketplace text,
        date date,
        base_date date,
        span smallint,
        is_news boolean,
        is_pair_only boolean,
        is_history boolean,
        has_changed boolean
    ) on commit delete rows;
    -- A row: one change of one value of a product day. direction: 1 up, -1 down. tenant_id: whose change it is; null:
    -- every tenant's. observed_days: days of the window with a known value. list_depth: how many
    -- places of a list were read, if not all. compared_on: the day of the old value, where it is not base_date.
    -- is_suspect: the price waits for a second observation, see core.trusted_prices.
    -- Written by core.confirm_persistence, core.find_list_changes, core.find_listing_changes,
    -- core.find_observation_changes, core.find_undercut_changes, core.find_window_changes. Read by
    -- core.scoped_changes.
    create temp table rule_changes (
        asin text,
        marketplace text,
        date date,
        base_date date,
        is_news boolean,
        is_history boolean,
        change_key text,
        direction smallint,
        tenant_id uuid,
        old_value numeric,
        new_value numeric,
        change numeric,
        change_pct numeric,
        old_text text,
        new_text text,
        observed_days smallint,
        list_depth integer,
        compared_on date,
        is_suspect boolean
    ) on commit delete rows;
    -- A row: a change that meets the conditions of a rule. has_alert: the day has an alert of the rule already, in the
    -- same direction or the other. outcome: what core.apply_alert_policy decided.
    -- Written by core.apply_alert_policy, core.confirm_matches, core.confirm_persistence, core.evaluate_rule_days,
    -- core.match_rules, core.update_alerts. Read by core.apply_alert_policy, core.confirm_matches,
    -- core.confirm_persistence, core.correct_alerts, core.evaluate_rule_days, core.match_rules, core.rendered_alerts,
    -- core.update_alerts, core.write_alerts, core.write_suppressions, ops.backtest_rule.
    create temp table rule_matches (
        rule_id bigint,
        tenant_id uuid,
        asin text,
        marketplace text,
        kind text,
        date date,
        base_date date,
        is_news boolean,
        is_history boolean,
        is_confirmed boolean not null default true,
        is_crossing boolean not null default true,
        direction smallint,
        old_value numeric,
        new_value numeric,
        change_pct numeric,
        old_text text,
        new_text text,
        threshold_pct numeric,
        min_change numeric,
        snooze_ends_at timestamptz,
        compared_on date,
        is_suspect boolean,
        has_alert boolean not null default false,
        outcome text
    ) on commit delete rows;
    -- A row: an observation before the day of a match. place: how many observations before it.
    -- Written by core.confirm_persistence. Read by core.confirm_matches, core.confirm_persistence.
    create temp table rule_history (
        asin text,
        marketplace text,
        date date,
        place integer,
        observed_on date
    ) on commit delete rows;
    -- For plans that estimate one row when there are many.
    create index on pg_temp.rule_history (asin, marketplace, date, place);
    -- A row: the last alert of a rule and product.
    -- Written by core.apply_alert_policy, core.evaluate_rule_days. Read by core.apply_alert_policy.
    create temp table rule_states (
        rule_id bigint,
        asin text,
        marketplace text,
        last_alert_date date,
        last_value numeric,
        last_old_value numeric
    ) on commit delete rows;
    -- A row: an alert to notify about. told_id numbers this notification, see core.alerts: the alert's id when the
    -- alert is new.
    -- Written by core.update_alerts, core.write_alerts. Read by core.correct_alerts, core.write_alerts,
    -- ops.queue_notifications.
    create temp table raised_alerts (
        alert_id bigint,
        date date,
        rule_id bigint,
        tenant_id uuid,
        told_id bigint
    ) on commit delete rows;
end;
$$;
comment on function ops.rule_scratch() is 'Creates the temporary tables of alert rules.';

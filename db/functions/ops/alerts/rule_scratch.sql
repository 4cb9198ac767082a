-- The temporary tables in which alert rules judge the days of a promotion or a back-test; made by ops.promotion_scratch, which
-- also empties them.
create or replace function ops.rule_scratch()
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
    -- The rules judged, as they are or as a back-test tries them, and the thresholds they go by.
    create temp table evaluated_rules (
        like core.alert_rules,
        limit_pct numeric,
        limit_change numeric
    ) on commit delete rows;
    -- The kinds of move the rules judged ask for: metric of an extreme, else its type; the least that any of them asks.
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
    -- span: how many observations base_date lies before date. is_news: may alert. is_pair_only: judged for undercutting alone.
    -- is_history: looked at only to tell whether a later day is the first of its kind. has_changed: false where it is known that
    -- nothing moved against base_date by what any rule asks; null: not known.
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
    -- direction: 1 up, -1 down, of the value. tenant_id: whose move it is, null: everybody's. observed_days: days of the window
    -- that knew the value; null: not counted. list_depth: of a list read in part, how deep; what lies below is not known. Null: all of it.
    -- compared_on: the day whose value it is compared with, where that is not base_date. is_suspect: the price waits for a second
    -- observation, see core.trusted_prices.
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
    -- has_alert: its day has an alert of the rule already, told the same way or the other.
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
    -- place: how many observations before date.
    create temp table rule_history (
        asin text,
        marketplace text,
        date date,
        place integer,
        observed_on date
    ) on commit delete rows;
    -- For plans that take one row for many.
    create index on pg_temp.rule_history (asin, marketplace, date, place);
    create temp table rule_states (
        rule_id bigint,
        asin text,
        marketplace text,
        last_alert_date date,
        last_value numeric,
        last_old_value numeric
    ) on commit delete rows;
    -- told_id: what numbers this telling, see core.alerts: the alert's id when it is new.
    create temp table raised_alerts (
        alert_id bigint,
        date date,
        rule_id bigint,
        tenant_id uuid,
        told_id bigint
    ) on commit delete rows;
end;
$$;
comment on function ops.rule_scratch() is 'Makes the temporary tables of alert rules.';

create table core.alert_rules (
    id bigint generated always as identity primary key,
    tenant_id uuid not null default '00000000-0000-0000-0000-000000000001' references app.tenants on delete cascade,
    name text not null,
    rule_type text not null,
    metric text,
    scope_type text not null default 'tracked',
    scope_marketplace text references core.marketplaces,
    scope_asin text,
    scope_group_id bigint,
    scope_category text,
    scope_brand text,
    direction text not null default 'both',
    threshold_pct numeric,
    min_change numeric,
    compare_with text not null default 'previous',
    window_days smallint,
    min_observed_days smallint not null default 3,
    list_places integer not null default 100,
    rearm text not null default 'every_crossing',
    cooldown interval,
    confirm_count smallint not null default 1,
    confirm_window smallint not null default 1,
    max_per_day integer,
    snooze_ends_at timestamptz,
    severity text not null default 'medium',
    delivery text not null default 'instant',
    active_from_hour smallint,
    active_to_hour smallint,
    evaluate_on_create boolean not null default false,
    is_active boolean not null default true,
    sentence text not null default '',
    move_key text not null generated always as (
        rule_type || ':' || compare_with || ':' || coalesce(window_days, 0) || ':' || coalesce(metric, '') || ':'
        || case when compare_with = 'previous' then confirm_window else 1 end
    ) stored,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    unique (tenant_id, name),
    unique (id, tenant_id),
    -- With the tenant, so that no rule can refer to another tenant's group.
    foreign key (scope_group_id, tenant_id) references core.competitive_groups (id, tenant_id) on delete cascade,
    constraint alert_rules_rule_type_check check (rule_type in (
        'price', 'bsr', 'rating', 'reviews', 'buybox_price', 'buybox_seller', 'stock', 'listing', 'extreme', 'undercut', 'bestseller_list'
    )),
    constraint alert_rules_metric_check check (
        case when rule_type = 'extreme' then metric is not null and metric in ('price', 'bsr') else metric is null end
    ),
    constraint alert_rules_scope_check check (
        case scope_type
            when 'all' then tenant_id = '00000000-0000-0000-0000-000000000001'
            when 'tracked' then true
            when 'product' then scope_asin is not null and scope_marketplace is not null
            when 'group' then scope_group_id is not null
            when 'category' then scope_category is not null
            when 'brand' then scope_brand is not null
            else false
        end
    ),
    constraint alert_rules_direction_check check (direction in ('up', 'down', 'both')),
    constraint alert_rules_threshold_check check (threshold_pct >= 0 and min_change >= 0),
    constraint alert_rules_threshold_type_check check (
        rule_type not in ('buybox_seller', 'stock', 'listing', 'bestseller_list') or (threshold_pct is null and min_change is null)
    ),
    constraint alert_rules_compare_with_check check (
        case
            when rule_type = 'extreme' then compare_with = 'extreme'
            when compare_with = 'extreme' then rule_type in ('price', 'bsr')
            when compare_with = 'average' then rule_type in ('price', 'bsr', 'rating')
            else compare_with = 'previous'
        end
    ),
    constraint alert_rules_window_days_check check (
        case when compare_with = 'previous' then window_days is null else window_days is not null and window_days in (7, 30, 90) end
    ),
    constraint alert_rules_min_observed_days_check check (min_observed_days between 1 and coalesce(window_days, 90)),
    constraint alert_rules_list_places_check check (list_places between 1 and 1000),
    constraint alert_rules_rearm_check check (
        rearm in ('every_crossing', 'once', 'new_extreme', 'after_cooldown', 'beyond_told')
        and (rearm not in ('after_cooldown', 'beyond_told') or cooldown is not null)
    ),
    constraint alert_rules_cooldown_check check (cooldown > interval '0'),
    constraint alert_rules_confirm_check check (
        confirm_count between 1 and confirm_window and confirm_window <= 10
        and (confirm_window = 1 or rule_type in ('price', 'bsr', 'rating', 'reviews', 'buybox_price'))
    ),
    constraint alert_rules_max_per_day_check check (max_per_day > 0),
    constraint alert_rules_severity_check check (severity in ('low', 'medium', 'high', 'critical')),
    constraint alert_rules_delivery_check check (delivery in ('instant', 'digest')),
    constraint alert_rules_active_hours_check check (
        case num_nonnulls(active_from_hour, active_to_hour)
            when 2 then active_from_hour between 0 and 23 and active_to_hour between 1 and 24 and active_from_hour <> active_to_hour
            else num_nonnulls(active_from_hour, active_to_hour) = 0
        end
    )
);
create index alert_rules_scope_group_id_idx on core.alert_rules (scope_group_id, tenant_id);
create index alert_rules_scope_marketplace_idx on core.alert_rules (scope_marketplace);
comment on table core.alert_rules is 'Conditions for a tenant''s alerts: one row per rule; sentence describes the rule.';
comment on column core.alert_rules.id is 'Rule key.';
comment on column core.alert_rules.tenant_id is 'Tenant of the rule.';
comment on column core.alert_rules.name is 'Name, unique for the tenant.';
comment on column core.alert_rules.rule_type is 'Watched value: price, bsr (rank in the smallest category), rating, reviews, buybox_price, buybox_seller, stock, listing (title), extreme (a new low or high), undercut (a competitor is cheaper), bestseller_list (entry or exit).';
comment on column core.alert_rules.metric is 'For rule type extreme: price or bsr; null for the others.';
comment on column core.alert_rules.scope_type is 'Products of the rule: tracked (all that the tenant tracks), product, group, category or brand; the last four contain only tracked products and their competitors. all: every observed product, for the default tenant only.';
comment on column core.alert_rules.scope_marketplace is 'Only products of this marketplace; null: of all.';
comment on column core.alert_rules.scope_asin is 'The product of scope product.';
comment on column core.alert_rules.scope_group_id is 'The competitive group of scope group: its main product and active members.';
comment on column core.alert_rules.scope_category is 'The category of scope category, anywhere in the category path.';
comment on column core.alert_rules.scope_brand is 'The brand of scope brand, regardless of case.';
comment on column core.alert_rules.direction is 'Direction of the value: up, down or both; a rank that goes up is worse. stock: down means lost; bestseller_list: up means an entry; undercut and listing: both.';
comment on column core.alert_rules.threshold_pct is 'Percent; a larger change alerts. Null: the default in ops.settings when min_change is null too, else no such condition.';
comment on column core.alert_rules.min_change is 'Smallest absolute change that alerts, in the unit of the value (currency, places, stars, ratings); both thresholds must be met. Null: no such condition.';
comment on column core.alert_rules.compare_with is 'Base of the comparison: previous (the observation before), average or extreme of the window_days before it.';
comment on column core.alert_rules.window_days is '7, 30 or 90 for average and extreme; null for previous.';
comment on column core.alert_rules.min_observed_days is 'Fewest days with a known value in the window; with fewer the rule does not compare.';
comment on column core.alert_rules.list_places is 'For bestseller_list: number of places from the top that count.';
comment on column core.alert_rules.rearm is 'When it alerts again about a product: every_crossing (the condition begins to hold), once, new_extreme (also while it holds, beyond the last alert), after_cooldown (also while it holds, after the cooldown), beyond_told (within the cooldown only to a value beyond both values of the last alert).';
comment on column core.alert_rules.cooldown is 'No second alert about a product within this time; null: no such limit.';
comment on column core.alert_rules.confirm_count is 'Number of the last confirm_window observations that must meet the condition, including the newest.';
comment on column core.alert_rules.confirm_window is 'Number of observations considered; with more than one, previous means the observation before all of them.';
comment on column core.alert_rules.max_per_day is 'Maximum of alerts of the rule per day, the largest changes first; null: no limit.';
comment on column core.alert_rules.snooze_ends_at is 'The rule raises no alerts until then; null: not snoozed.';
comment on column core.alert_rules.severity is 'low, medium, high or critical; a change of three times the threshold is one level higher.';
comment on column core.alert_rules.delivery is 'instant: one message per alert; digest: one message a day.';
comment on column core.alert_rules.active_from_hour is 'First hour of the day, in the tenant''s time zone, in which messages are sent; others wait for it. Null: always.';
comment on column core.alert_rules.active_to_hour is 'Hour at which messages stop being sent; when it is before active_from_hour, the hours extend over midnight.';
comment on column core.alert_rules.evaluate_on_create is 'True: a condition that already holds when the rule is created alerts at once; false: only from its next crossing on.';
comment on column core.alert_rules.is_active is 'False: not evaluated.';
comment on column core.alert_rules.sentence is 'The rule as a sentence; written by the database.';
comment on column core.alert_rules.move_key is 'The kind of change that the rule watches, as core.find_observation_changes names it.';
comment on column core.alert_rules.created_at is 'When the rule was created.';
comment on column core.alert_rules.updated_at is 'When it was last changed.';

-- Partitioned by the day an alert is about, not by detected_at: only then can a constraint hold one alert per rule,
-- product, kind and day. No foreign key to the rule: alerts of deleted rules are kept as a record.
-- No other foreign keys either: promotions write rows by the hundred thousand, and a check costs more than a row. The
-- tenant is that of the rule, which has a foreign key; triggers delete the rows of deleted rules and tenants
-- (app.tg_tenants__delete_alerts, core.tg_alert_rules__delete_states).
create table core.alerts (
    id bigint generated always as identity,
    tenant_id uuid not null default '00000000-0000-0000-0000-000000000001',
    rule_id bigint not null,
    asin text not null,
    marketplace text not null,
    kind text not null,
    date date not null,
    severity text not null default 'medium',
    title text not null,
    message text not null,
    old_value numeric,
    new_value numeric,
    change_pct numeric,
    details jsonb not null default '{}',
    job_id text,
    detected_at timestamptz not null default now(),
    updated_at timestamptz,
    told_id bigint,
    acknowledged boolean not null default false,
    is_read boolean not null default false,
    is_resolved boolean not null default false,
    resolved_at timestamptz,
    corrected_at timestamptz,
    primary key (asin, marketplace, kind, date, rule_id),
    constraint alerts_kind_check check (kind in (
        'PRICE_SPIKE', 'BSR_DROP', 'RATING_DROP', 'REVIEWS_CHANGE', 'BUYBOX_CHANGE', 'STOCK_CHANGE', 'LISTING_CHANGE',
        'NEW_EXTREME', 'COMPETITOR_UNDERCUT', 'BESTSELLER_LIST'
    )),
    constraint alerts_severity_check check (severity in ('low', 'medium', 'high', 'critical'))
) partition by range (date);
create index alerts_detected_at_idx on core.alerts (detected_at);
create index alerts_id_idx on core.alerts (id);
create index alerts_tenant_id_idx on core.alerts (tenant_id, id);
-- Few rows: an alert is notified again only when its day changes much further.
create index alerts_told_id_idx on core.alerts (told_id) where told_id is not null;
create index alerts_rule_id_idx on core.alerts (rule_id, date);
comment on table core.alerts is 'Changes that met an alert rule of a tenant: one row per rule, product, kind and day; by month.';
comment on column core.alerts.id is 'Alert key; grows in the order in which alerts were raised.';
comment on column core.alerts.tenant_id is 'Tenant of the alert.';
comment on column core.alerts.rule_id is 'Rule that raised it, see core.alert_rules; it may have been deleted.';
comment on column core.alerts.asin is 'Product.';
comment on column core.alerts.marketplace is 'Marketplace code.';
comment on column core.alerts.kind is 'PRICE_SPIKE (price changed in either direction), BSR_DROP (rank changed in either direction), RATING_DROP, REVIEWS_CHANGE, BUYBOX_CHANGE (price or seller of the featured offer), STOCK_CHANGE, LISTING_CHANGE, NEW_EXTREME, COMPETITOR_UNDERCUT, BESTSELLER_LIST (entered or left).';
comment on column core.alerts.date is 'Day of the observation with the change.';
comment on column core.alerts.severity is 'low, medium, high or critical.';
comment on column core.alerts.title is 'One line, for lists.';
comment on column core.alerts.message is 'The change with old and new value, and the sentence of the rule.';
comment on column core.alerts.old_value is 'Value that the new one was compared with; null when the change is not numeric.';
comment on column core.alerts.new_value is 'Value of the day; null when the change is not numeric.';
comment on column core.alerts.change_pct is 'Change in percent; null when it is not numeric.';
comment on column core.alerts.details is 'Details: dates, thresholds, sellers, category, competitor; after an update also the thresholds that were notified before.';
comment on column core.alerts.job_id is 'Ingest run that raised it; null: a manual change.';
comment on column core.alerts.detected_at is 'When it was raised.';
comment on column core.alerts.updated_at is 'When it last took over changed values of its day; null: unchanged since it was raised.';
comment on column core.alerts.told_id is 'Number of the last notification of an alert that was notified again, from the same sequence as id; null: notified once.';
comment on column core.alerts.acknowledged is 'A user has acknowledged it.';
comment on column core.alerts.is_read is 'A user has read it.';
comment on column core.alerts.is_resolved is 'A user has resolved it.';
comment on column core.alerts.resolved_at is 'When it was resolved.';
comment on column core.alerts.corrected_at is 'When later data contradicted the change: the rule would not have alerted. Null: the alert is still right.';

create table core.alert_suppressions (
    tenant_id uuid not null,
    rule_id bigint not null,
    asin text not null,
    marketplace text not null,
    kind text not null,
    date date not null,
    reason text not null,
    old_value numeric,
    new_value numeric,
    change_pct numeric,
    job_id text,
    detected_at timestamptz not null,
    primary key (asin, marketplace, kind, date, rule_id),
    constraint alert_suppressions_reason_check check (reason in ('snooze', 'suspect', 'confirm', 'rearm', 'cooldown', 'quota'))
) partition by range (date);
create index alert_suppressions_tenant_id_idx on core.alert_suppressions (tenant_id, date);
-- Few rows: those whose next observation may confirm them.
create index alert_suppressions_suspect_idx on core.alert_suppressions (date) where reason = 'suspect';
comment on table core.alert_suppressions is 'Matches of a rule that raised no alert, with the reason: one row per rule, product, kind and day; by month.';
comment on column core.alert_suppressions.tenant_id is 'Tenant of the rule.';
comment on column core.alert_suppressions.rule_id is 'Rule, see core.alert_rules; it may have been deleted.';
comment on column core.alert_suppressions.asin is 'Product.';
comment on column core.alert_suppressions.marketplace is 'Marketplace code.';
comment on column core.alert_suppressions.kind is 'As in core.alerts.';
comment on column core.alert_suppressions.date is 'Day of the observation.';
comment on column core.alert_suppressions.reason is 'snooze (of the rule or the product), suspect (an implausible price that waits for a second observation), confirm (too few observations meet the condition yet), rearm (alerted already and not re-armed), cooldown, quota (more alerts that day than max_per_day).';
comment on column core.alert_suppressions.old_value is 'Value that the new one was compared with; null when the change is not numeric.';
comment on column core.alert_suppressions.new_value is 'Value of the day; null when the change is not numeric.';
comment on column core.alert_suppressions.change_pct is 'Change in percent; null when it is not numeric.';
comment on column core.alert_suppressions.job_id is 'Ingest run of the observation; null: a manual change.';
comment on column core.alert_suppressions.detected_at is 'When the match was found.';

create table core.alert_states (
    rule_id bigint not null,
    asin text not null,
    marketplace text not null,
    tenant_id uuid not null,
    last_alert_at timestamptz not null,
    last_alert_date date not null,
    last_value numeric,
    last_old_value numeric,
    alert_count integer not null default 1,
    primary key (asin, marketplace, rule_id)
) with (fillfactor = 70);
create index alert_states_rule_id_idx on core.alert_states (rule_id);
comment on table core.alert_states is 'Last alert of a rule about a product, for re-arming and cooldown: one row per rule and alerted product, for rules that have either.';
comment on column core.alert_states.rule_id is 'Rule.';
comment on column core.alert_states.asin is 'Product.';
comment on column core.alert_states.marketplace is 'Marketplace code.';
comment on column core.alert_states.tenant_id is 'Tenant of the rule.';
comment on column core.alert_states.last_alert_at is 'When it last alerted.';
comment on column core.alert_states.last_alert_date is 'The day that alert was about.';
comment on column core.alert_states.last_value is 'The new value of that alert; null when the change is not numeric.';
comment on column core.alert_states.last_old_value is 'The old value of that alert; null when the change is not numeric.';
comment on column core.alert_states.alert_count is 'Number of alerts.';

create table app.notification_channels (
    id bigint generated always as identity primary key,
    tenant_id uuid not null default '00000000-0000-0000-0000-000000000001' references app.tenants on delete cascade,
    name text not null,
    channel_type text not null,
    target text not null,
    secret text,
    is_active boolean not null default true,
    disabled_at timestamptz,
    disabled_reason text,
    digested_alert_id bigint not null default 0,
    created_at timestamptz not null default now(),
    unique (tenant_id, name),
    unique (id, tenant_id),
    constraint notification_channels_channel_type_check check (channel_type in ('email', 'slack', 'webhook')),
    constraint notification_channels_target_check check (
        case channel_type
            when 'email' then target ~ '^[^@[:space:],]+@[^@[:space:],]+$'
            else target ~ '^https://[^[:space:]]+$'
        end
    ),
    constraint notification_channels_secret_check check (
        case when channel_type = 'webhook' then secret is not null and secret ~ '^whsec_[A-Za-z0-9+/]{32,}=*$' else secret is null end
    )
);
comment on table app.notification_channels is 'Addresses for a tenant''s alerts: one row per address.';
comment on column app.notification_channels.id is 'Channel key.';
comment on column app.notification_channels.tenant_id is 'Tenant of the channel.';
comment on column app.notification_channels.name is 'Name, unique for the tenant.';
comment on column app.notification_channels.channel_type is 'email, slack (incoming webhook) or webhook (Standard Webhooks 1.0).';
comment on column app.notification_channels.target is 'E-mail address, or the https address to call.';
comment on column app.notification_channels.secret is 'Signing secret of a webhook (whsec_ and base64); null for the others. Returned once, when the channel is created.';
comment on column app.notification_channels.is_active is 'False: nothing is sent; due messages are cancelled.';
comment on column app.notification_channels.disabled_at is 'When the system disabled it; null: not disabled by the system.';
comment on column app.notification_channels.disabled_reason is 'Reason why it was disabled, such as: the receiver answered 410 Gone.';
comment on column app.notification_channels.digested_alert_id is 'Alerts up to this id are in earlier digests.';
comment on column app.notification_channels.created_at is 'When it was created.';

create table core.alert_rule_channels (
    rule_id bigint not null,
    channel_id bigint not null,
    tenant_id uuid not null default '00000000-0000-0000-0000-000000000001' references app.tenants on delete cascade,
    primary key (rule_id, channel_id),
    foreign key (rule_id, tenant_id) references core.alert_rules (id, tenant_id) on delete cascade,
    foreign key (channel_id, tenant_id) references app.notification_channels (id, tenant_id) on delete cascade
);
create index alert_rule_channels_rule_id_idx on core.alert_rule_channels (rule_id, tenant_id);
create index alert_rule_channels_channel_id_idx on core.alert_rule_channels (channel_id, tenant_id);
create index alert_rule_channels_tenant_id_idx on core.alert_rule_channels (tenant_id);
comment on table core.alert_rule_channels is 'Channels that a rule sends to: one row per rule and channel; a rule without a channel only writes core.alerts.';
comment on column core.alert_rule_channels.rule_id is 'Rule.';
comment on column core.alert_rule_channels.channel_id is 'Channel of the same tenant.';
comment on column core.alert_rule_channels.tenant_id is 'Tenant of both.';

-- Rules that were created with evaluate_on_create and wait for the next refresh.
create table ops.dirty_rules (
    rule_id bigint primary key references core.alert_rules on delete cascade,
    noted_at timestamptz not null default now()
);
comment on table ops.dirty_rules is 'New rules to evaluate for conditions that already hold, by the next refresh.';
comment on column ops.dirty_rules.rule_id is 'Rule.';
comment on column ops.dirty_rules.noted_at is 'When it was recorded.';

do $$
declare
    v_table text;
begin
    foreach v_table in array array[
        'core.alert_rules', 'core.alerts', 'core.alert_suppressions', 'core.alert_states', 'core.alert_rule_channels',
        'app.notification_channels'
    ]
    loop
        execute format('alter table %s enable row level security', v_table);
        execute format('alter table %s force row level security', v_table);
    end loop;
end;
$$;

grant select on core.alerts to asinmart_api;

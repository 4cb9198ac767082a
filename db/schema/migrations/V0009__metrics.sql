create table ops.alert_totals (
    outcome text not null,
    kind text not null,
    detail text not null,
    alert_count bigint not null,
    counted_at timestamptz not null,
    primary key (outcome, kind, detail),
    constraint alert_totals_outcome_check check (outcome in ('fired', 'suppressed'))
) with (fillfactor = 50);
comment on table ops.alert_totals is 'Alerts ever fired and suppressed, for monitoring: one row per outcome, kind and detail. Separate from the alerts, which are many, belong to tenants and are dropped by retention.';
comment on column ops.alert_totals.outcome is 'fired or suppressed.';
comment on column ops.alert_totals.kind is 'As in core.alerts.';
comment on column ops.alert_totals.detail is 'Severity of fired alerts, reason of suppressed ones.';
comment on column ops.alert_totals.alert_count is 'Number since the table was created; a suppression whose reason or values change counts again.';
comment on column ops.alert_totals.counted_at is 'When it last increased.';

create table ops.notification_totals (
    channel_type text not null,
    outcome text not null,
    notification_count bigint not null,
    counted_at timestamptz not null,
    primary key (channel_type, outcome)
) with (fillfactor = 50);
comment on table ops.notification_totals is 'Messages by outcome, for monitoring: one row per type of channel and outcome. Separate from the messages, which belong to tenants and are deleted with their channels.';
comment on column ops.notification_totals.channel_type is 'As in app.notification_channels.';
comment on column ops.notification_totals.outcome is 'sent, dead, cancelled, or failed: an attempt that will be repeated.';
comment on column ops.notification_totals.notification_count is 'Number since the table was created.';
comment on column ops.notification_totals.counted_at is 'When it last increased.';

create type ops.metric as (
    metric text,
    kind text,
    description text,
    labels jsonb,
    value double precision
);
comment on type ops.metric is 'One sample for Prometheus: name, gauge or counter, help text, labels, value; instants are seconds since 1970, 0 for never.';
